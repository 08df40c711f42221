import { circle, ellipse, line, many, path, poly, rect, Scene, tree, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(349);
  s.add(s.sky([0, '#a9cbd6'], [0.5, '#e4ead8'], [1, '#f6efd6']), s.clouds(7, 50, 230, '#ffffff', 0.8, 16));
  s.add(s.glow(240, 220, 300, '#fffbe6', 0.9), s.hills(420, 18, { fill: '#b5cba0' }));
  for (let i = 0; i < 22; i++)
    s.add(tree(s, i * 58 + s.between(-14, 14), 470, s.between(90, 150), '#6b5a48', ['#9dbb7a', '#86a966', '#b3c98a']));
  s.add(
    rect(
      0,
      460,
      W,
      340,
      s.linear([
        [0, '#9cc06a'],
        [1, '#4f8a44'],
      ]),
    ),
    path('M-20 800Q380 690 640 690T1220 650L1220 730Q900 730 700 760T300 820Z', '#ecdcb4'),
  );
  // a pond, and what it is facing
  s.add(
    ellipse(330, 560, 290, 58, '#7fb0b8'),
    ellipse(
      330,
      556,
      284,
      52,
      s.linear([
        [0, '#cfe4e0'],
        [1, '#6aa3ae'],
      ]),
    ),
    s.ripples(30, 530, 600, '#fff', { centre: 330, spread: 420, opacity: 0.6 }),
  );
  s.add(
    [
      [260, 556, 1],
      [330, 572, 0.8],
      [372, 552, 0.8],
      [410, 570, 0.7],
    ].map(
      ([x, y, k]) =>
        `<g transform="translate(${x} ${y}) scale(${k})">${path('M-26 0Q-22 14 2 14Q24 14 28 -2L36 -10Q26 -8 20 -6Q-4 -14 -26 0Z', k === 1 ? '#fdfcf7' : '#c9a878')}${path('M-22 0Q-34 -20 -24 -32Q-14 -38 -10 -28Q-12 -14 -8 -4Z', k === 1 ? '#fdfcf7' : '#c9a878')}${poly(
          [
            [-30, -28],
            [-42, -24],
            [-30, -22],
          ],
          '#e2a734',
        )}${circle(-22, -28, 2, '#222')}</g>`,
    ),
  );
  // the tree over it
  s.add(
    path('M890 640Q920 460 900 330L950 330Q950 470 990 640Z', '#6b4e38'),
    path(
      'M916 380Q860 330 800 320M936 370Q1000 320 1060 322M925 340Q920 260 930 200',
      'none',
      'stroke="#6b4e38" stroke-width="22" stroke-linecap="round"',
    ),
  );
  s.add(
    many(74, (i) => {
      const a = s.between(0, Math.PI * 2);
      const d = Math.sqrt(s.rng());
      return circle(
        925 + Math.cos(a) * d * 265,
        205 + Math.sin(a) * d * 165,
        s.between(34, 66),
        ['#5f9a4a', '#4f8a3f', '#7bb05a', '#8fbf68'][i % 4],
      );
    }),
    many(70, () =>
      circle(925 + s.between(-270, 270), 205 + s.between(-165, 165), s.between(3, 6), '#fbe3ea', 'opacity=".9"'),
    ),
  );
  s.add(many(36, () => circle(s.between(620, 1190), s.between(430, 780), s.between(3, 5), '#fbe3ea', 'opacity=".9"')));
  // the bench, with a back, facing something
  s.add(ellipse(720, 712, 270, 20, '#2f5a34', 'opacity=".45"'));
  const iron = 'stroke="#2b3640" stroke-width="13" fill="none" stroke-linecap="round" stroke-linejoin="round"';
  for (const x of [520, 910])
    s.add(
      `<path d="M${x} 706L${x + 6} 618M${x + 6} 618L${x + 18} 500M${x + 6} 618L${x - 46} 630M${x - 46} 630L${x - 50} 712M${x - 52} 580Q${x - 20} 570 ${x + 10} 580M${x - 46} 584L${x - 46} 628" ${iron}/>`,
    );
  s.add(
    many(4, (i) => rect(478, 508 + i * 27, 480, 17, ['#b5793f', '#a86d36', '#bd8146', '#a2682f'][i], 'rx="5"')),
    many(3, (i) =>
      poly(
        [
          [466 - i * 10, 616 + i * 14],
          [948 - i * 10, 616 + i * 14],
          [946 - i * 10, 628 + i * 14],
          [464 - i * 10, 628 + i * 14],
        ],
        ['#c98a4c', '#bb7d40', '#ad7035'][i],
      ),
    ),
  );
  // Mr Pettifer's hat, a bag of leeks, and a newspaper
  s.add(
    path('M560 604Q558 566 600 562Q642 566 640 604Z', '#5d4f4a'),
    ellipse(600, 606, 66, 11, '#4a3e3a'),
    rect(560, 588, 80, 10, '#b23a30'),
  );
  s.add(
    path('M720 612L728 530L800 530L810 612Z', '#e6d0a4'),
    path('M728 530L736 544L746 530L756 544L768 530L778 544L790 530L800 530L800 536L728 536Z', '#c9ae7c'),
    many(
      5,
      (i) =>
        path(
          `M${740 + i * 12} 536Q${734 + i * 13} 490 ${722 + i * 19} ${446 + (i % 2) * 16}Q${742 + i * 14} 486 ${748 + i * 12} 536Z`,
          ['#4f8a4a', '#6aa35a', '#3f7a44'][i % 3],
        ) + rect(739 + i * 12, 516, 9, 22, '#e9f2d8'),
    ),
  );
  s.add(
    poly(
      [
        [842, 606],
        [930, 596],
        [940, 618],
        [846, 628],
      ],
      '#fdfbf2',
    ),
    line(856, 612, 926, 604, '#5d5a54', 4),
    line(858, 620, 900, 615, '#9a968c', 2.5),
    line(908, 614, 928, 612, '#9a968c', 2.5),
  );
  s.add(
    path('M468 596q-8 -16 4 -24q12 -6 20 4l18 12l-8 2l4 8l-14 -2q-14 6 -24 0z', '#8a6a52'),
    circle(474, 578, 2, '#1c1a18'),
    poly(
      [
        [468, 580],
        [458, 583],
        [468, 585],
      ],
      '#e2a734',
    ),
  );
  s.add(
    many(130, () => {
      const x = s.between(0, W);
      const y = s.between(640, 800);
      return circle(x, y, s.between(1.6, 3.6), s.pick(['#fff', '#f6e27a', '#f2b6c4']), 'opacity=".9"');
    }),
  );
  return s.svg({ vignette: 0.22 });
}
