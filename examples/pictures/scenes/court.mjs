import { circle, ellipse, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(250);
  s.add(s.sky([0, '#32333f'], [1, '#5b5148']));
  s.add(
    rect(
      260,
      0,
      680,
      700,
      s.linear([
        [0, '#f5e2bd'],
        [1, '#d3a877'],
      ]),
    ),
    s.glow(600, 250, 460, '#fff5d8', 0.9),
    path(
      'M360 700L360 300Q360 90 600 84Q840 90 840 300L840 700Z',
      s.linear([
        [0, '#fdf3da'],
        [1, '#e8c391'],
      ]),
    ),
    many(6, (i) => line(360 + i * 96, 120, 360 + i * 96, 700, '#cfa36f', 2.5, 'opacity=".5"')),
    [240, 380, 520].map((y) => line(360, y, 840, y, '#cfa36f', 2.5, 'opacity=".5"')),
    path('M360 700L360 300Q360 90 600 84Q840 90 840 300L840 700', 'none', 'stroke="#b48354" stroke-width="12"'),
  );
  s.add(
    poly(
      [
        [640, 90],
        [740, 90],
        [700, 700],
        [480, 700],
      ],
      '#fff5d8',
      'opacity=".14"',
    ),
  );
  const column = (x, w) => [
    rect(
      x,
      60,
      w,
      650,
      s.linear(
        [
          [0, '#8a7a68'],
          [0.3, '#e9d9bf'],
          [0.62, '#b9a386'],
          [1, '#4f463f'],
        ],
        [0, 0, 1, 0],
      ),
    ),
    many(7, (i) => rect(x + (i + 0.75) * (w / 7.5), 76, 3.5, 620, '#5b5044', 'opacity=".5"')),
    rect(x - 20, 36, w + 40, 30, '#d9c6a8'),
    rect(x - 30, 14, w + 60, 24, '#efe0c6'),
    rect(x - 18, 690, w + 36, 24, '#d9c6a8'),
    rect(x - 30, 712, w + 60, 26, '#bda88a'),
  ];
  s.add(column(30, 120), column(210, 96), column(894, 96), column(1050, 120));
  // the scales
  const gold = s.linear(
    [
      [0, '#f6d98a'],
      [0.5, '#c9962f'],
      [1, '#7d5516'],
    ],
    [0, 0, 1, 1],
  );
  s.add(
    ellipse(600, 716, 190, 16, '#3b2a1c', 'opacity=".4"'),
    path('M500 712Q520 676 570 668L630 668Q680 676 700 712Z', gold),
    path('M588 670L594 300L606 300L612 670Z', gold),
    circle(600, 286, 20, gold),
    circle(600, 420, 13, gold),
    circle(600, 560, 13, gold),
  );
  s.add(
    path('M360 322Q480 286 600 292Q720 298 840 278L840 288Q720 312 600 304Q480 300 360 334Z', gold),
    circle(362, 328, 9, gold),
    circle(838, 283, 9, gold),
  );
  for (const [x, y] of [
    [362, 336],
    [838, 292],
  ])
    s.add(
      line(x, y, x - 84, y + 196, '#a87a24', 3),
      line(x, y, x + 84, y + 196, '#a87a24', 3),
      line(x, y, x, y + 190, '#a87a24', 2.5),
      path(
        `M${x - 98} ${y + 194}L${x + 98} ${y + 194}Q${x + 70} ${y + 248} ${x} ${y + 250}Q${x - 70} ${y + 248} ${x - 98} ${y + 194}Z`,
        gold,
      ),
      ellipse(x, y + 194, 98, 10, '#f9e3a5'),
    );
  // a telephone in one pan, a folded rota in the other
  s.add(
    '<g transform="translate(362 524) rotate(-8)">',
    rect(-30, -84, 60, 96, '#23242e', 'rx="9"'),
    rect(-25, -74, 50, 72, '#8fc0c8', 'rx="3"'),
    circle(0, -40, 13, '#f7d26a'),
    '</g>',
    poly(
      [
        [790, 482],
        [862, 470],
        [890, 480],
        [818, 494],
      ],
      '#fffaf0',
    ),
    poly(
      [
        [790, 482],
        [818, 494],
        [818, 424],
        [790, 414],
      ],
      '#f1e6d0',
    ),
    poly(
      [
        [818, 494],
        [890, 480],
        [890, 412],
        [818, 424],
      ],
      '#fffaf0',
    ),
    many(4, (i) => line(828, 438 + i * 14, 880, 428 + i * 14, '#a08a6a', 2.5)),
  );
  s.add(many(4, (i) => rect(-10, 738 + i * 18, W + 20, 18, ['#cdb693', '#b8a07d', '#a38b69', '#8c7556'][i])));
  return s.svg({ vignette: 0.38 });
}
