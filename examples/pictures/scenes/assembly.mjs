import { circle, group, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(249);
  s.add(
    s.sky([0, '#27406b'], [0.35, '#6a84ad'], [0.52, '#e8b79a'], [0.6, '#f6d7ae'], [1, '#f6d7ae']),
    s.clouds(8, 60, 300, '#f3c1a4', 0.55, 15),
    s.glow(600, 480, 460, '#ffe6b8', 0.8),
  );
  const stone = s.linear([
    [0, '#f7ecd9'],
    [1, '#d9c2a3'],
  ]);
  const building = [];
  building.push(rect(150, 372, 900, 158, stone), rect(140, 362, 920, 14, '#f9f1e2'), rect(140, 376, 920, 4, '#b59a78'));
  building.push(
    many(9, (i) => rect(176 + i * 30, 404, 15, 44, '#6d7c98', 'rx="7"') + rect(176 + i * 30, 470, 15, 40, '#ffdf9c')),
    many(9, (i) => rect(770 + i * 30, 404, 15, 44, '#6d7c98', 'rx="7"') + rect(770 + i * 30, 470, 15, 40, '#ffdf9c')),
  );
  building.push(
    rect(450, 330, 300, 200, '#e9d8bd'),
    poly(
      [
        [430, 336],
        [600, 262],
        [770, 336],
      ],
      '#fbf4e6',
    ),
    poly(
      [
        [470, 330],
        [600, 276],
        [730, 330],
      ],
      '#d4bd9b',
    ),
    rect(430, 334, 340, 12, '#fbf4e6'),
    circle(600, 312, 13, '#b59a78'),
  );
  building.push(
    many(7, (i) => {
      const x = 462 + i * 46;
      return (
        rect(
          x - 11,
          346,
          22,
          176,
          s.linear(
            [
              [0, '#fffaf0'],
              [0.45, '#eadbc2'],
              [1, '#a98d6d'],
            ],
            [0, 0, 1, 0],
          ),
        ) +
        rect(x - 15, 344, 30, 8, '#fffaf0') +
        rect(x - 15, 518, 30, 10, '#fffaf0')
      );
    }),
    rect(574, 420, 52, 108, '#5b4636'),
    rect(580, 428, 40, 100, '#ffdf9c'),
  );
  building.push(
    rect(500, 232, 200, 40, '#efe2cc'),
    many(11, (i) => rect(508 + i * 18, 238, 9, 28, '#7f8ba3', 'rx="4"')),
    path(
      'M498 232Q500 120 600 104Q700 120 702 232Z',
      s.linear(
        [
          [0, '#a9c9bf'],
          [0.4, '#6d9a93'],
          [1, '#3c615f'],
        ],
        [0, 0, 1, 0],
      ),
    ),
    many(6, (i) =>
      path(
        `M${600 + (i - 2.5) * 6} 106Q${600 + (i - 2.5) * 38} 150 ${600 + (i - 2.5) * 38} 232`,
        'none',
        'stroke="#335653" stroke-width="2" opacity=".55"',
      ),
    ),
    rect(584, 78, 32, 30, '#efe2cc'),
    path('M582 80Q600 50 618 80Z', '#6d9a93'),
    line(600, 62, 600, 22, '#5b4636', 3),
    path('M600 24Q626 18 644 30Q626 36 600 42Z', '#c8452f'),
  );
  building.push(many(5, (i) => rect(420 - i * 26, 528 + i * 9, 360 + i * 52, 9, i % 2 ? '#e2cfae' : '#f6ead4')));
  building.push(
    [
      [220, '#c8452f'],
      [310, '#2f6ea0'],
      [890, '#e2a734'],
      [980, '#2f8c7d'],
    ].map(
      ([x, c]) =>
        line(x, 362, x, 262, '#5b4636', 3) +
        path(`M${x} 264Q${x + 22} 256 ${x + 44} 266Q${x + 30} 278 ${x + 44} 290Q${x + 22} 284 ${x} 292Z`, c),
    ),
  );
  s.add(
    building,
    rect(0, 570, W, 24, '#93896f'),
    many(22, (i) => circle(i * 58 - 10, 566, s.between(20, 34), s.pick(['#4c6a4a', '#5c7a52', '#3f5c44']))),
  );
  s.add(rect(340, 528, 520, 45, '#e9d9bb', 'opacity="0"'));
  // the pool, and the whole of it upside down
  s.add(
    rect(
      0,
      590,
      W,
      210,
      s.linear([
        [0, '#d9b48f'],
        [0.4, '#7d87a3'],
        [1, '#2b3f66'],
      ]),
    ),
    group(
      building,
      `transform="translate(0 1172) scale(1 -1)" opacity=".42" filter="${s.blur(2.4)}" clip-path="${s.clip('<rect x="0" y="372" width="1200" height="210"/>')}"`,
    ),
    s.ripples(150, 596, 795, '#fff0d2', { spread: 1400, opacity: 0.45 }),
    s.ripples(90, 600, 795, '#1f3258', { spread: 1500, opacity: 0.3 }),
    rect(0, 584, W, 9, '#f6ead4'),
  );
  s.add(
    many(13, () => {
      const x = s.between(300, 900);
      const k = s.between(0.8, 1.1);
      return (
        rect(x, 566 - 16 * k, 6, 16 * k, s.pick(['#2b2f4f', '#7d3440', '#3b4a5f']), 'rx="3"') +
        circle(x + 3, 563 - 18 * k, 3.6, '#5d4030')
      );
    }),
    s.birds(8, 860, 160, 13, '#4a4a66'),
  );
  return s.svg({ vignette: 0.28 });
}
