import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { previewPorts } from '../../cli/actions/preview.ts';
import { writePng } from '../../preview/export/png.ts';
import { openRoom } from '../../preview/server/open-room.ts';
import { type Preview, startPreview } from '../../preview/server/preview.ts';
import type { Room, RoomOptions } from '../../preview/server/room.ts';
import { TestPublication } from '../cli/publication.ts';

const html = `<mjml><mj-head>
  <mj-raw><style>
    .ink { color:#222222; }
    @media (prefers-color-scheme: dark) { .paper { background-color:#101010 !important; } .ink { color:#eeeeee !important; } }
  </style></mj-raw>
</mj-head><mj-body css-class="paper" background-color="#ffffff">{% for section in sections %}
  <mj-section><mj-column>
    <mj-text css-class="ink"><h1>{{ section.title }}</h1></mj-text>{% for article in section.articles %}
    <mj-text css-class="ink"><h2>{{ article.headline }}</h2>
      {% if article.image %}<img class="picture" src="{{ article.image.url }}" alt="{{ article.image.alt }}">{% endif %}
      {% render "paragraphs", article: article %}</mj-text>
    {% endfor %}
  </mj-column></mj-section>{% endfor %}
  <mj-section><mj-column><mj-text css-class="ink" padding-top="1200px">Dear {{ recipient.first_name | default: "reader" }},
    <a href="{{ links.unsubscribe }}">leave</a>. {{ publication.postalAddress }}</mj-text></mj-column></mj-section>
</mj-body></mjml>`;

const paragraphs = `{% for block in article.body %}{% if block.html %}<p>{{ block.html }}</p>{% endif %}{% endfor %}
`;

/** The address of a picture that lies beside the config. */
export const pictureUrl = 'https://news.example.org/pictures/dot.png';

/** A publication with a preview's worth of things in it: pictures, dark colours, a merge field, sample subscribers. */
export class PreviewPublication extends TestPublication {
  constructor(newsletter: object = {}) {
    super({ template: 'shown', ...newsletter });
    this.write('templates/editions/shown.mjml', html);
    this.write('templates/editions/shown.txt', '{{ lead.headline }}\n{{ links.unsubscribe }}\n');
    this.write('templates/partials/paragraphs.mjml', paragraphs);
    this.write(
      'subscribers.csv',
      'email,first_name,city\nann@example.com,Ann,Springfield\nbo@example.com,Bo,Shelbyville\n',
    );
    mkdirSync(path.join(this.folder, 'public/pictures'), { recursive: true });
    writeFileSync(
      path.join(this.folder, 'public/pictures/dot.png'),
      writePng({ width: 8, height: 8, data: new Uint8Array(8 * 8 * 4) }),
    );
  }

  options(at: string | null = '2026-03-02T07:00:00-05:00'): RoomOptions {
    return {
      config: null,
      folder: this.folder,
      articlesFolder: path.join(this.data, 'articles'),
      outboxFolder: path.join(this.data, 'outbox'),
      newsletter: null,
      at: at === null ? null : new Date(at).toISOString(),
    };
  }

  /** Does something with what the preview's answers are made from. */
  inRoom<T>(use: (room: Room) => Promise<T>): Promise<T> {
    return this.local(async (local) => {
      const room = await openRoom(this.options(), await previewPorts(this.data, local));
      await room.ready;
      return use(room);
    });
  }

  /** Serves the preview while something is done with it. */
  served<T>(assets: string, use: (preview: Preview) => Promise<T>): Promise<T> {
    return this.local(async (local) => {
      const preview = await startPreview({ ...this.options(), port: 0, assets }, await previewPorts(this.data, local));
      try {
        return await use(preview);
      } finally {
        await preview.close();
      }
    });
  }
}
