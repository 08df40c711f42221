import { defineConfig } from 'pressrun';

/**
 * The sample publication: a newspaper of an invented harbour town, and its three newsletters. `npm start` sends
 * morning-brief of 2026-03-02 to an outbox folder. Replace it with your own: docs/reference/config.md lists every key.
 */
export default defineConfig({
  publication: {
    name: 'The Larkhaven Ledger',
    url: 'https://news.example.org',
    language: 'en',
    postalAddress: '1 Example Way, Larkhaven',
  },
  newsletters: [
    {
      slug: 'morning-brief',
      title: 'The Morning Brief',
      description: 'What happened in the night and what to expect of the day, at seven on weekdays.',
      from: 'The Morning Brief <brief@news.example.org>',
      replyTo: 'The Larkhaven Ledger <editor@news.example.org>',
      timeZone: 'America/New_York',
      cron: '0 7 * * 1-5',
      template: 'brief',
      subject: '{{ lead.headline }}',
      preheader: 'Good morning, {{ recipient.first_name | default: "reader" }}. {{ lead.dek }}',
      minimumArticles: 5,
      sections: [
        { title: 'The lead', select: { tag: 'Front page', within: '24h', limit: 1 }, layout: 'lead' },
        { title: 'Also this morning', select: { tag: 'Front page', within: '24h', limit: 4 }, layout: 'cards' },
        { title: 'World', select: { tag: 'World', within: '72h', limit: 4 }, layout: 'list' },
        { title: 'Politics', select: { tag: 'Politics', within: '72h', limit: 2 }, layout: 'list' },
        { title: 'Business', select: { tag: 'Business', within: '72h', limit: 3 }, layout: 'brief' },
        { title: 'Science', select: { tag: 'Science', within: '72h', limit: 2 }, layout: 'cards' },
        { title: 'Health', select: { tag: 'Health', within: '72h', limit: 2 }, layout: 'brief' },
        { title: 'In Larkhaven', select: { tag: 'Larkhaven', within: '48h', limit: 3 }, layout: 'list' },
        { title: 'Sport', select: { tag: 'Sport', within: '48h', limit: 3 }, layout: 'brief' },
        { title: 'Culture', select: { section: '/culture', within: '48h', limit: 2 }, layout: 'cards' },
        { title: 'Opinion', select: { section: '/opinion', within: '72h', limit: 2 }, layout: 'brief' },
      ],
    },
    {
      slug: 'week-in-full',
      title: 'The Week in Full',
      description: 'Everything worth keeping from seven days, section by section, on Sundays.',
      from: 'The Week in Full <week@news.example.org>',
      timeZone: 'Europe/London',
      cron: '30 8 * * 0',
      template: 'digest',
      subject: 'The week in full: {{ lead.headline }}',
      preheader: '{{ lead.dek }}',
      minimumArticles: 10,
      maxLatenessMinutes: 240,
      sections: [
        {
          title: 'To read first',
          // Pinned: the night train. In a week without it the newest long read stands here.
          select: { ids: ['2NTVRGTSV3U2XYIG5VU7RKTBDC'], tag: 'Long read', within: '7d', limit: 1 },
          layout: 'lead',
        },
        { title: 'World', select: { tag: 'World', within: '7d', limit: 6 }, layout: 'list' },
        { title: 'Politics', select: { tag: 'Politics', within: '7d', limit: 4 }, layout: 'list' },
        { title: 'Business', select: { tag: 'Business', within: '7d', limit: 5 }, layout: 'list' },
        { title: 'Science', select: { tag: 'Science', within: '7d', limit: 5 }, layout: 'list' },
        { title: 'Health', select: { tag: 'Health', within: '7d', limit: 3 }, layout: 'list' },
        { title: 'Culture', select: { tag: 'Culture', within: '7d', limit: 6 }, layout: 'list' },
        { title: 'Sport', select: { tag: 'Sport', within: '7d', limit: 5 }, layout: 'brief' },
        { title: 'Larkhaven', select: { tag: 'Larkhaven', within: '7d', limit: 5 }, layout: 'brief' },
        { title: 'Opinion', select: { section: '/opinion', within: '7d', limit: 4 }, layout: 'brief' },
      ],
    },
    {
      slug: 'qissat-al-yawm',
      title: 'قصة اليوم',
      description: 'قصة واحدة كاملة، ومعها ما يستحق القراءة، من الأحد إلى الخميس.',
      from: 'قصة اليوم <qissa@news.example.org>',
      timeZone: 'Asia/Amman',
      cron: '0 8 * * 0-4',
      language: 'ar',
      template: 'story',
      subject: '{{ lead.headline }}',
      preheader: 'صباح الخير {{ recipient.first_name | default: "أيها القارئ" }}. {{ lead.dek }}',
      sections: [
        { title: 'قصة اليوم', select: { section: '/ar', tag: 'قصة اليوم', within: '3d', limit: 1 }, layout: 'full' },
        { title: 'أخبار', select: { tag: 'أخبار', within: '3d', limit: 3 }, layout: 'list' },
        { title: 'علوم', select: { tag: 'علوم', within: '7d', limit: 2 }, layout: 'list' },
        { title: 'ثقافة', select: { section: '/ar/culture', within: '7d', limit: 2 }, layout: 'list' },
        { title: 'رياضة', select: { section: '/ar/sport', within: '7d', limit: 2 }, layout: 'brief' },
        { title: 'رأي', select: { section: '/ar/opinion', within: '7d', limit: 1 }, layout: 'brief' },
      ],
    },
  ],
  deployments: {
    // An SES identity is one per account and region, so dev has a region of its own; a MAIL FROM domain has one MX record.
    dev: { region: 'us-west-2', identity: { domain: 'news.example.org', mailFrom: 'bounce-dev' } },
    prod: { region: 'us-east-1', identity: { domain: 'news.example.org' }, alarmsTo: 'desk@news.example.org' },
  },
});
