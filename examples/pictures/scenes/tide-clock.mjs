import { circle, ellipse, group, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(327);
  s.add(
    s.sky([0, '#8fb9cc'], [0.45, '#d3e2dd'], [0.7, '#f6ead0'], [1, '#f6ead0']),
    s.clouds(9, 60, 300, '#ffffff', 0.75, 16),
  );
  s.add(
    rect(
      0,
      500,
      W,
      120,
      s.linear([
        [0, '#b9cfcb'],
        [1, '#7fa5a8'],
      ]),
    ),
    s.ridge(500, 22, { fill: '#9bb7b4', floor: 510, steps: 6 }),
  );
  for (const [x, h] of [
    [70, 110],
    [120, 84],
    [1010, 120],
    [1090, 90],
  ])
    s.add(
      line(x, 520, x, 520 - h, '#6b5a4a', 4),
      poly(
        [
          [x + 4, 518 - h],
          [x + 4, 500],
          [x + 42, 504],
        ],
        '#f7efe0',
      ),
      path(`M${x - 34} 512Q${x} 530 ${x + 46} 512L${x + 36} 530Q${x} 538 ${x - 26} 530Z`, '#7d3b35'),
    );
  // the customs house
  const wall = s.linear(
    [
      [0, '#f6e3c0'],
      [0.55, '#e6c592'],
      [1, '#b98f62'],
    ],
    [0, 0, 1, 0],
  );
  s.add(
    rect(290, 330, 620, 290, wall),
    rect(278, 320, 644, 16, '#8f6a4a'),
    poly(
      [
        [278, 322],
        [330, 262],
        [870, 262],
        [922, 322],
      ],
      '#4f6470',
    ),
    poly(
      [
        [640, 262],
        [870, 262],
        [922, 322],
        [640, 322],
      ],
      '#3d505c',
    ),
  );
  s.add(
    many(9, (i) =>
      i === 4
        ? ''
        : rect(322 + i * 64, 372, 34, 62, '#f9f2e2') +
          rect(326 + i * 64, 376, 26, 54, '#5f8594') +
          line(339 + i * 64, 376, 339 + i * 64, 430, '#f9f2e2', 3) +
          line(326 + i * 64, 403, 352 + i * 64, 403, '#f9f2e2', 3),
    ),
  );
  s.add(
    many(7, (i) => {
      const x = 322 + i * 82;
      return (
        path(`M${x} 620L${x} 520A29 32 0 0 1 ${x + 58} 520L${x + 58} 620Z`, '#6b4e38') +
        path(`M${x + 6} 620L${x + 6} 522A23 27 0 0 1 ${x + 52} 522L${x + 52} 620Z`, i % 2 ? '#2f5f6b' : '#7d3b35')
      );
    }),
  );
  s.add(
    rect(500, 80, 200, 260, wall),
    rect(488, 70, 224, 16, '#8f6a4a'),
    rect(490, 336, 220, 12, '#8f6a4a'),
    poly(
      [
        [488, 72],
        [600, -4],
        [712, 72],
      ],
      '#4f6470',
    ),
    poly(
      [
        [600, -4],
        [712, 72],
        [600, 72],
      ],
      '#3d505c',
    ),
    many(5, (i) => rect(500, 104 + i * 50, 14, 22, '#d3ad78') + rect(686, 104 + i * 50, 14, 22, '#a67f55')),
  );
  // the dial: one hand, no numbers; high water at the top, low at the bottom
  s.add(
    circle(600, 206, 94, '#6b4e38'),
    circle(600, 206, 86, '#fbf6e8'),
    path('M600 206L600 128A78 78 0 0 1 600 284Z', '#cfe2e4'),
    path('M600 128A78 78 0 0 0 600 284Z', '#eef3ea'),
    many(24, (i) => {
      const a = (i / 24) * 2 * Math.PI;
      const long = i % 6 === 0;
      return line(
        600 + Math.cos(a) * (long ? 62 : 70),
        206 + Math.sin(a) * (long ? 62 : 70),
        600 + Math.cos(a) * 79,
        206 + Math.sin(a) * 79,
        '#2f4a57',
        long ? 6 : 2.4,
      );
    }),
  );
  s.add(
    path(
      'M578 158q11 -10 22 0t22 0M578 168q11 -10 22 0t22 0',
      'none',
      'stroke="#2f7f95" stroke-width="4" stroke-linecap="round"',
    ),
    path('M582 254q9 -7 18 0t18 0', 'none', 'stroke="#8fa9a5" stroke-width="3.5" stroke-linecap="round"'),
  );
  s.add(
    '<g transform="rotate(4 600 206)">',
    path('M595 232L597 142L600 122L603 142L605 232Q600 240 595 232Z', '#b23a30'),
    circle(600, 206, 10, '#b23a30'),
    circle(600, 206, 4, '#fbf6e8'),
    '</g>',
  );
  // the slip, the water that has stopped, the row of drivers in shoes
  s.add(
    rect(0, 616, W, 190, '#bda98c'),
    poly(
      [
        [260, 616],
        [940, 616],
        [1120, 800],
        [80, 800],
      ],
      s.linear([
        [0, '#d9c8a8'],
        [1, '#a58f72'],
      ]),
    ),
    many(9, (i) => line(260 - i * 20, 616 + i * 21, 940 + i * 20, 616 + i * 21, '#8f7a60', 2, 'opacity=".55"')),
  );
  s.add(
    path(
      'M0 716Q150 700 300 712T600 708T900 714T1200 704L1200 800L0 800Z',
      s.linear([
        [0, '#7fb0b8'],
        [1, '#2f6a7c'],
      ]),
    ),
    path('M0 716Q150 700 300 712T600 708T900 714T1200 704', 'none', 'stroke="#f4fbf8" stroke-width="5" opacity=".85"'),
    s.ripples(80, 726, 795, '#dff0ee', { spread: 1500, opacity: 0.55 }),
    group(many(9, (i) => rect(560 + (i % 3) * 8, 720 + i * 9, 60 - i * 4, 4, '#b23a30', 'opacity=".35" rx="2"'))),
  );
  const coats = ['#b23a30', '#2f5f6b', '#e2a734', '#4f4a6b', '#5c7a52', '#8f4a5e', '#37474f'];
  s.add(
    many(7, (i) => {
      const x = 330 + i * 88 + s.between(-12, 12);
      const y = 698 + s.between(-6, 4);
      const k = s.between(0.92, 1.1);
      return `<g transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${k.toFixed(2)})">${ellipse(6, 3, 26, 5, '#5b4a38', 'opacity=".4"')}${rect(-9, -28, 7, 30, '#2b2f38')}${rect(3, -28, 7, 30, '#2b2f38')}${path('M-18 -24Q-19 -78 0 -82Q19 -78 18 -24Z', coats[i])}${circle(0, -95, 13, ['#e8bd98', '#8d5a3b', '#d49c74', '#f0cba4'][i % 4])}${i % 2 ? path('M-15 -97Q-12 -114 0 -113Q12 -114 15 -97Z', '#3a3a42') : path('M-13 -98Q-10 -110 0 -109Q10 -110 13 -98Z', '#5b3a24')}</g>`;
    }),
  );
  s.add(
    s.birds(8, 240, 190, 16, '#5a6f78'),
    s.birds(4, 980, 130, 14, '#5a6f78'),
    path('M884 258q-10 -2 -14 -10l-12 -1l8 -7q4 -10 14 -8q10 2 14 12l16 6q-12 10 -26 8z', '#fdfcf7'),
    circle(870, 238, 1.8, '#222'),
  );
  return s.svg({ vignette: 0.22 });
}
