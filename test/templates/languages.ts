import type { Article, ArticleInput } from '../../core/model/article.ts';
import type { Edition } from '../../core/model/edition.ts';
import { article, edition } from '../core/stages/render-editions.ts';

/** The words of one invented edition in one language. */
interface Sample {
  language: string;
  direction: 'ltr' | 'rtl';
  timeZone: string;
  newsletter: string;
  publication: string;
  postalAddress: string;
  sections: readonly [lead: string, cards: string, list: string, brief: string];
  kicker: string;
  byline: string[];
  dateline: string;
  caption: string;
  credit: string;
  headlines: readonly [string, string, string, string, string];
  deks: readonly [string, string, string, string, string];
  paragraph: string;
  heading: string;
  quote: string;
  box: string;
  items: readonly [string, string];
  table: readonly [string, string];
}

const samples: readonly Sample[] = [
  {
    language: 'ar',
    direction: 'rtl',
    timeZone: 'Asia/Beirut',
    newsletter: 'موجز الصباح',
    publication: 'صحيفة المثال',
    postalAddress: 'شارع المثال ١، سبرنغفيلد',
    sections: ['الخبر الأول', 'أيضًا اليوم', 'القائمة', 'باختصار'],
    kicker: 'السواحل',
    byline: ['نادية عكاشة', 'لؤي برهان'],
    dateline: 'ميناء أمارو',
    caption: 'عمال على كاسر الأمواج القديم يوم الأحد.',
    credit: 'إيناس فالفيردي',
    headlines: [
      'مدن الموانئ تتفق على جدار بحري واحد بعد أحد عشر عامًا من المحادثات',
      'عودة قطار الليل إلى خط الجبل',
      'مدرسة تعيد لغة من أحد عشر متحدثًا',
      'شركة Harbour Glass تعرض لوحًا يرمّم خدوشه بنفسه',
      'بوابات الفيضان تصمد',
    ],
    deks: [
      'يلزم الاتفاق تسعة موانئ بتصميم واحد وميزانية واحدة وموعد واحد: مدّ ربيع ٢٠٣١.',
      'تعود عربات النوم أيام الجمعة مع فطور يعدّه المحصّلون بأنفسهم.',
      'التلاميذ يكتبون القاموس الذي لم يكن لأجدادهم.',
      'تعمل المادة في حرارة الغرفة (نحو 21 °C) وببطء، وفي المختبر فقط حتى الآن.',
      'توقف أعلى مدّ منذ ١٩٨٧ على بعد أحد عشر سنتيمترًا من العتبة.',
    ],
    paragraph:
      'بعد أحد عشر عامًا وقّع رؤساء البلديات التسعة على طاولة قابلة للطي، وقالوا إن الجدار سيكون <em>واحدًا</em>. وقرأ أحدهم بالإنجليزية: “One wall, nine towns.”',
    heading: 'ساعة تقرأ الماء',
    quote: 'إنها لا تخطئ أبدًا. إنها تبكّر فحسب.',
    box: 'ما تحتاج إلى معرفته',
    items: ['ترتفع العتبة ٤٫٢ أمتار فوق الصفر.', 'تجاوزها المدّ <b>أربع مرات</b> منذ ١٩٠٠.'],
    table: ['التاريخ', 'الارتفاع'],
  },
  {
    language: 'he',
    direction: 'rtl',
    timeZone: 'Asia/Jerusalem',
    newsletter: 'תקציר הבוקר',
    publication: 'עיתון הדוגמה',
    postalAddress: 'רחוב הדוגמה 1, ספרינגפילד',
    sections: ['הכתבה הראשית', 'עוד היום', 'כלכלה', 'בקצרה'],
    kicker: 'חופים',
    byline: ['נדיה עוקשה', 'לואי ברנד'],
    dateline: 'נמל אמרו',
    caption: 'עובדים על שובר הגלים הישן ביום ראשון.',
    credit: 'אינס ולוורדה',
    headlines: [
      'ערי הנמל מסכימות על חומת ים אחת אחרי אחת־עשרה שנות שיחות',
      'רכבת הלילה חוזרת לקו ההר',
      'בית ספר משיב לחיים שפה של אחד־עשר דוברים',
      'חברת Harbour Glass מציגה לוח שמתקן את שריטותיו',
      'שערי השיטפון מחזיקים',
    ],
    deks: [
      'ההסכם מחייב תשעה נמלים בתכנון אחד, בתקציב אחד ובמועד אחד: גאות האביב של 2031.',
      'קרונות השינה נוסעים שוב בימי שישי, עם ארוחת בוקר שהכרטיסנים מבשלים בעצמם.',
      'התלמידים כותבים עכשיו את המילון שלסביהם לא היה.',
      'זה עובד בטמפרטורת החדר (כ־21 °C), לאט, ובינתיים רק במעבדה.',
      'הגאות הגבוהה ביותר מאז 1987 נעצרה אחד־עשר סנטימטרים מתחת לסף.',
    ],
    paragraph:
      'אחרי אחת־עשרה שנים חתמו תשעת ראשי הערים על שולחן מתקפל, ואמרו שהחומה תהיה <em>אחת</em>. אחד מהם קרא באנגלית: “One wall, nine towns.”',
    heading: 'שעון שקורא מים',
    quote: 'הוא אף פעם לא טועה. הוא רק מקדים.',
    box: 'מה צריך לדעת',
    items: ['הסף עומד 4.2 מטרים מעל נקודת האפס.', 'הוא נחצה <b>ארבע פעמים</b> מאז 1900.'],
    table: ['תאריך', 'גובה'],
  },
  {
    language: 'fa',
    direction: 'rtl',
    timeZone: 'Asia/Tehran',
    newsletter: 'چکیدهٔ بامداد',
    publication: 'روزنامهٔ نمونه',
    postalAddress: 'خیابان نمونه، پلاک ۱، اسپرینگفیلد',
    sections: ['خبر نخست', 'همچنین امروز', 'اقتصاد', 'کوتاه'],
    kicker: 'کرانه‌ها',
    byline: ['نادیا عکاشه', 'لویی برند'],
    dateline: 'بندر آمارو',
    caption: 'کارگران روی موج‌شکن قدیمی در روز یکشنبه.',
    credit: 'اینس والورده',
    headlines: [
      'شهرهای بندری پس از یازده سال گفت‌وگو بر سر یک دیوار دریایی توافق کردند',
      'قطار شبانه به خط کوهستان بازمی‌گردد',
      'مدرسه‌ای زبانی را از یازده گویشور زنده می‌کند',
      'شرکت Harbour Glass شیشه‌ای نشان داد که خراش خود را ترمیم می‌کند',
      'دریچه‌های سیل تاب آوردند',
    ],
    deks: [
      'این توافق نُه بندر را به یک طرح، یک بودجه و یک تاریخ پایبند می‌کند: مدّ بهار ۲۰۳۱.',
      'واگن‌های خواب دوباره جمعه‌ها حرکت می‌کنند، با صبحانه‌ای که مأموران خود می‌پزند.',
      'دانش‌آموزان اکنون واژه‌نامه‌ای را می‌نویسند که نیاکانشان هرگز نداشتند.',
      'در دمای اتاق (حدود 21 °C) کار می‌کند، آهسته، و تا کنون تنها در آزمایشگاه.',
      'بلندترین مدّ از ۱۹۸۷ یازده سانتی‌متر مانده به آستانه ایستاد.',
    ],
    paragraph:
      'پس از یازده سال، نُه شهردار پشت میزی تاشو امضا کردند و گفتند دیوار <em>یکی</em> خواهد بود. یکی از آنان به انگلیسی خواند: “One wall, nine towns.”',
    heading: 'ساعتی که آب را می‌خواند',
    quote: 'هرگز اشتباه نمی‌کند. فقط زودتر است.',
    box: 'آنچه باید بدانید',
    items: ['آستانه ۴٫۲ متر بالاتر از صفر است.', 'از ۱۹۰۰ تا کنون <b>چهار بار</b> از آن گذشته است.'],
    table: ['تاریخ', 'بلندی'],
  },
  {
    language: 'hi',
    direction: 'ltr',
    timeZone: 'Asia/Kolkata',
    newsletter: 'सुबह की संक्षिप्त ख़बरें',
    publication: 'उदाहरण समाचार',
    postalAddress: '1 उदाहरण मार्ग, स्प्रिंगफ़ील्ड',
    sections: ['मुख्य ख़बर', 'आज और भी', 'कारोबार', 'संक्षेप में'],
    kicker: 'तट',
    byline: ['नादिया ओकाफ़ोर', 'लुइस ब्रांट'],
    dateline: 'पोर्ट अमारो',
    caption: 'रविवार को पुराने तरंगरोध पर काम करते मज़दूर।',
    credit: 'इनेस वाल्वेर्दे',
    headlines: [
      'ग्यारह वर्षों की बातचीत के बाद बंदरगाह शहर एक साझा समुद्री दीवार पर सहमत',
      'रात की रेलगाड़ी पहाड़ी लाइन पर लौटी',
      'एक विद्यालय ग्यारह वक्ताओं से एक भाषा को लौटा लाया',
      'Harbour Glass ने ऐसा काँच दिखाया जो अपनी खरोंचें स्वयं भरता है',
      'बाढ़ के फाटक टिके रहे',
    ],
    deks: [
      'समझौता नौ बंदरगाहों को एक रचना, एक बजट और एक तारीख़ से बाँधता है: 2031 का वसंत ज्वार।',
      'शयनयान फिर शुक्रवार को चलेंगे, और नाश्ता परिचालक स्वयं पकाएँगे।',
      'छात्र अब वह शब्दकोश लिख रहे हैं जो उनके पूर्वजों के पास कभी नहीं था।',
      'यह कमरे के तापमान (लगभग 21 °C) पर धीरे-धीरे काम करता है, और अब तक केवल प्रयोगशाला में।',
      '1987 के बाद का सबसे ऊँचा ज्वार देहरी से ग्यारह सेंटीमीटर नीचे रुका।',
    ],
    paragraph:
      'ग्यारह वर्ष बाद नौ महापौरों ने एक मुड़ने वाली मेज़ पर हस्ताक्षर किए। उन्होंने कहा कि दीवार <em>एक</em> ही होगी। एक ने अंग्रेज़ी में पढ़ा: “One wall, nine towns.”',
    heading: 'पानी पढ़ने वाली घड़ी',
    quote: 'वह कभी ग़लत नहीं होती। वह केवल जल्दी चलती है।',
    box: 'आपको क्या जानना चाहिए',
    items: ['देहरी शून्य से 4.2 मीटर ऊपर है।', '1900 से अब तक वह <b>चार बार</b> पार हुई है।'],
    table: ['तारीख़', 'ऊँचाई'],
  },
  {
    language: 'ja',
    direction: 'ltr',
    timeZone: 'Asia/Tokyo',
    newsletter: '朝のまとめ',
    publication: '見本新聞',
    postalAddress: 'スプリングフィールド市見本町1-1',
    sections: ['トップニュース', '今日のその他', '経済', '短信'],
    kicker: '沿岸',
    byline: ['岡本 菜々', '布川 類'],
    dateline: 'アマロ港',
    caption: '日曜日、古い防波堤の上で作業する人々。',
    credit: '谷口 伊音',
    headlines: [
      '港湾都市、十一年の協議を経て共同の防潮堤で合意',
      '夜行列車が山岳線に戻る',
      '学校が十一人の話者から言葉をよみがえらせる',
      'Harbour Glass社、自ら傷をふさぐ板ガラスを公開',
      '水門、持ちこたえる',
    ],
    deks: [
      '九つの港が一つの設計、一つの予算、一つの期日に従う。期日は2031年春の大潮。',
      '寝台車は金曜日に再び走り、朝食は車掌が自ら作る。',
      '生徒たちは、祖父母の手元になかった辞書を書いている。',
      '室温(約21°C)でゆっくりと働くが、今のところ研究室の中に限られる。',
      '1987年以来の高潮は、敷居の十一センチ手前で止まった。',
    ],
    paragraph:
      '十一年の後、九人の市長は折りたたみ机で署名した。堤は<em>一つ</em>になる、と彼らは言った。一人は英語で「One wall, nine towns」と読み上げた。',
    heading: '水を読む時計',
    quote: '決して間違わない。ただ、早いだけだ。',
    box: '知っておきたいこと',
    items: ['敷居は基準面から4.2メートルの高さにある。', '1900年以降、<b>四度</b>越えられた。'],
    table: ['日付', '高さ'],
  },
  {
    language: 'zh',
    direction: 'ltr',
    timeZone: 'Asia/Shanghai',
    newsletter: '晨间简报',
    publication: '示例报',
    postalAddress: '斯普林菲尔德市示例路1号',
    sections: ['头条', '今日还有', '财经', '简讯'],
    kicker: '海岸',
    byline: ['欧娜', '布路易'],
    dateline: '阿马罗港',
    caption: '周日,工人们在旧防波堤上。',
    credit: '伊内斯',
    headlines: [
      '港口城市历经十一年谈判,同意共建一道海堤',
      '夜班列车重返山区线路',
      '一所学校从十一位使用者那里找回一门语言',
      'Harbour Glass公司展示能自行修复划痕的玻璃',
      '防洪闸门经受住考验',
    ],
    deks: [
      '协议约束九个港口采用同一设计、同一预算、同一期限:2031年春季大潮。',
      '卧铺车厢周五重新开行,早餐由列车员亲手烹制。',
      '学生们正在编写祖父母从未有过的词典。',
      '它在室温(约21°C)下缓慢起效,目前仅限实验室。',
      '1987年以来的最高潮位在闸槛下十一厘米处止步。',
    ],
    paragraph:
      '十一年后,九位市长在一张折叠桌上签字。他们说,海堤将是<em>一道</em>。其中一位用英语念道:“One wall, nine towns.”',
    heading: '一座读水的钟',
    quote: '它从不出错,只是早到。',
    box: '你需要知道的',
    items: ['闸槛高出基准面4.2米。', '自1900年以来被越过<b>四次</b>。'],
    table: ['日期', '高度'],
  },
];

/** The languages there are samples of. */
export const sampleLanguages: readonly string[] = samples.map(({ language }) => language);

/** An edition in another script: every layout, and one article in English where all else is not. */
export function languageEdition(language: string, template: string): Edition {
  const sample = samples.find((one) => one.language === language);
  if (sample === undefined) throw new Error(`there is no sample in ${language}`);
  const { headlines, deks, sections } = sample;
  const picture = (name: string, more: object = {}) => {
    return {
      url: `https://news.example.org/pictures/${name}.jpg`,
      alt: sample.caption,
      width: 1200,
      height: 800,
      ...more,
    };
  };
  const make = (index: number, more: Partial<ArticleInput> = {}): Article =>
    article({ id: `${language}-${index}`, headline: headlines[index] ?? '', dek: deks[index] ?? null, ...more });
  const lead = make(0, {
    kicker: sample.kicker,
    byline: sample.byline,
    dateline: sample.dateline,
    image: picture('harbour-gates', { caption: sample.caption, credit: sample.credit }),
    body: [
      { type: 'paragraph', html: sample.paragraph },
      { type: 'heading', level: 2, html: sample.heading },
      { type: 'paragraph', html: sample.paragraph },
      { type: 'quote', style: 'pull', paragraphs: [sample.quote], citation: sample.byline[0] ?? null },
      {
        type: 'box',
        title: sample.box,
        blocks: [{ type: 'list', items: [{ html: sample.items[0] }, { html: sample.items[1] }] }],
      },
      {
        type: 'table',
        header: [...sample.table],
        rows: [
          ['1953', '4.88'],
          ['1987', '4.40'],
        ],
      },
      {
        type: 'link',
        url: 'https://news.example.org/1',
        title: headlines[1],
        dek: deks[1],
        image: picture('night-train'),
      },
      { type: 'correction', html: deks[4], at: '2026-11-22T18:00:00Z' },
    ],
  });
  const english = article({
    id: `${language}-en`,
    headline: 'The Example Ledger wins a prize for maps',
    dek: 'The jury praised “clarity at low tide”.',
    language: 'en',
  });
  const short = { id: `${language}-brief-2`, headline: headlines[1], dek: deks[1] };
  return edition({
    id: `${language}-brief/2026-11-23`,
    newsletter: { slug: `${language}-brief`, title: sample.newsletter, description: null },
    publication: {
      name: sample.publication,
      url: 'https://news.example.org',
      postalAddress: sample.postalAddress,
    },
    timeZone: sample.timeZone,
    language,
    direction: sample.direction,
    template,
    sections: [
      { title: sections[0], layout: template === 'story' ? 'full' : 'lead', articles: [lead] },
      {
        title: sections[1],
        layout: 'cards',
        articles: [
          make(1, { image: picture('night-train') }),
          make(2, { image: picture('school'), kicker: sample.kicker }),
        ],
      },
      { title: sections[2], layout: 'list', articles: [make(3, { image: picture('laboratory') }), english] },
      { title: sections[3], layout: 'brief', articles: [make(4), article(short)] },
    ],
  });
}
