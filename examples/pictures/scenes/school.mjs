import { circle, ellipse, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(58);
  s.add(s.sky([0, '#7fb2d6'], [0.45, '#cfe4ea'], [0.62, '#f3ecd8'], [1, '#f3ecd8']));
  s.add(s.clouds(8, 60, 260, '#ffffff', 0.9, 13), s.clouds(4, 200, 360, '#ffffff', 0.6, 10));
  s.add(
    rect(
      0,
      452,
      W,
      348,
      s.linear([
        [0, '#9cc4d0'],
        [0.4, '#3f83a1'],
        [1, '#25607f'],
      ]),
    ),
    s.ripples(140, 456, 620, '#eaf6f6', { opacity: 0.5, spread: 1500 }),
  );
  s.add(
    s.ridge(450, 46, { fill: '#8fb0b8', left: 700, right: 1250, floor: 456, rough: 0.5, steps: 6 }),
    s.ridge(452, 26, { fill: '#a9c3c6', left: -50, right: 560, floor: 456, rough: 0.5, steps: 6 }),
  );
  // the hill
  s.add(
    path(
      'M-20 800L-20 640Q160 560 360 470Q520 398 660 408Q860 424 980 560Q1080 660 1230 690L1230 800Z',
      s.linear([
        [0, '#9dbb55'],
        [0.5, '#6f9a42'],
        [1, '#44722f'],
      ]),
    ),
  );
  s.add(
    path(
      'M660 408Q860 424 980 560Q1080 660 1230 690L1230 800L760 800Q900 640 760 500Q720 440 660 408Z',
      '#3f6d33',
      'opacity=".45"',
    ),
  );
  s.add(path('M420 800Q540 690 500 610Q470 545 590 500L606 506Q508 556 556 618Q610 700 540 800Z', '#e6d5a6'));
  // the schoolhouse and its bell
  s.add(
    rect(540, 380, 190, 112, '#fbf7ec'),
    rect(680, 380, 50, 112, '#dcd8d0'),
    poly(
      [
        [528, 384],
        [560, 322],
        [712, 322],
        [742, 384],
      ],
      '#9a4436',
    ),
    poly(
      [
        [690, 322],
        [712, 322],
        [742, 384],
        [722, 384],
      ],
      '#7c3329',
    ),
  );
  s.add(
    rect(590, 284, 44, 44, '#fbf7ec'),
    rect(602, 294, 20, 28, '#43606b'),
    path('M606 316Q606 302 612 300Q618 302 618 316Z', '#e0ae3d'),
    poly(
      [
        [584, 286],
        [612, 252],
        [640, 286],
      ],
      '#9a4436',
    ),
    line(612, 252, 612, 236, '#4b3a34', 3),
  );
  s.add(
    [562, 606, 650].map(
      (x) => rect(x, 412, 24, 36, '#46707f') + rect(x, 429, 24, 3, '#fbf7ec') + rect(x + 10.5, 412, 3, 36, '#fbf7ec'),
    ),
    rect(694, 440, 26, 52, '#2f5763'),
  );
  // a wall, sheep, and children in a ring
  s.add(path('M0 690Q180 620 330 560', 'none', 'stroke="#b9b3a2" stroke-width="12" stroke-dasharray="16 3"'));
  for (const [x, y] of [
    [820, 600],
    [872, 640],
    [912, 600],
    [800, 670],
    [960, 680],
  ])
    s.add(
      ellipse(x, y, 21, 13, '#fbf8ef'),
      circle(x - 20, y - 4, 7, '#3c3a38'),
      line(x - 9, y + 9, x - 9, y + 19, '#3c3a38', 3),
      line(x + 9, y + 9, x + 9, y + 19, '#3c3a38', 3),
    );
  s.add(
    many(11, (i, t) => {
      const a = t * 6.28;
      const x = 320 + Math.cos(a) * 58;
      const y = 664 + Math.sin(a) * 22;
      return (
        path(
          `M${x - 7} ${y + 18}L${x} ${y - 8}L${x + 7} ${y + 18}Z`,
          ['#c6453a', '#2f6ea0', '#e2a734', '#6b4a86', '#2f8c7d'][i % 5],
        ) + circle(x, y - 12, 5.4, ['#f0c8a0', '#a9744b', '#e0ab80'][i % 3])
      );
    }),
  );
  s.add(
    many(120, () => {
      const x = s.between(0, W);
      const y = s.between(700, 800);
      return circle(x, y, s.between(1.5, 3.4), s.pick(['#f6e27a', '#fff', '#f2a7a0']), 'opacity=".85"');
    }),
  );
  s.add(s.birds(8, 880, 200, 15, '#4b6a7a'));
  return s.svg({ vignette: 0.2 });
}
