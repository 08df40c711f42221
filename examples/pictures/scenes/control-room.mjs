import { circle, ellipse, group, H, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(316);
  s.add(
    rect(
      0,
      0,
      W,
      H,
      s.linear([
        [0, '#1c2a3a'],
        [1, '#2b3c4a'],
      ]),
    ),
  );
  // the window on the storm
  const panes = s.clip('<rect x="70" y="70" width="1060" height="370"/>');
  const storm = [
    rect(
      70,
      70,
      1060,
      370,
      s.linear([
        [0, '#0c1530'],
        [0.55, '#24365c'],
        [1, '#3e5878'],
      ]),
    ),
    s.clouds(9, 90, 250, '#0a1126', 0.7, 20),
    s.clouds(4, 220, 300, '#5d7596', 0.4, 12),
  ];
  storm.push(
    poly(
      [
        [888, 336],
        [894, 214],
        [914, 214],
        [920, 336],
      ],
      '#c9c2c0',
    ),
    rect(890, 246, 28, 20, '#8f4a4e'),
    rect(888, 286, 32, 22, '#8f4a4e'),
    rect(888, 204, 32, 10, '#16203c'),
    rect(895, 186, 18, 20, '#fff0be'),
    s.glow(904, 196, 110, '#fff0be', 0.9),
    poly(
      [
        [904, 190],
        [70, 96],
        [70, 190],
        [904, 202],
      ],
      s.linear(
        [
          [0, '#fff3cc', 0.05],
          [1, '#fff3cc', 0.6],
        ],
        [0, 0, 1, 0],
      ),
    ),
  );
  for (let row = 0; row < 5; row++) {
    const y = 322 + row * 28;
    let d = `M60 ${y}`;
    for (let x = 60; x < 1150; x += 62)
      d += `q${s.between(14, 20).toFixed(0)} ${-s.between(16, 30).toFixed(0)} 31 -8t31 8`;
    storm.push(
      path(`${d}L1150 460L60 460Z`, ['#4d6684', '#3f5878', '#324a6b', '#283e5e', '#1f3352'][row]),
      path(d, 'none', 'stroke="#b9c9d6" stroke-width="3" opacity=".45"'),
    );
  }
  storm.push(
    many(170, () => {
      const x = s.between(70, 1150);
      const y = s.between(60, 430);
      return line(x, y, x - 11, y + 34, '#c9dbe8', 1.6, 'opacity=".4"');
    }),
  );
  s.add(
    group(storm, `clip-path="${panes}"`),
    [70, 423, 777, 1118].map((x) => rect(x - 4, 66, 16, 380, '#131e2b')),
    rect(58, 58, 1084, 16, '#131e2b'),
    rect(50, 436, 1100, 22, '#3d5060'),
    rect(50, 436, 1100, 5, '#5f7687'),
  );
  s.add(
    many(26, () => {
      const x = s.between(90, 1110);
      const y = s.between(90, 400);
      return ellipse(x, y, 2.4, 3.6, '#dfeaf2', 'opacity=".6"');
    }),
  );
  // a lamp, and what it lights
  s.add(
    s.glow(600, 560, 520, '#ffcf86', 0.55),
    path('M600 0L600 60', 'none', 'stroke="#0d1620" stroke-width="5"'),
    path('M548 98Q556 54 600 50Q644 54 652 98Z', '#2f6b5f'),
    ellipse(600, 98, 52, 8, '#fff0c2'),
    poly(
      [
        [548, 98],
        [652, 98],
        [860, 640],
        [340, 640],
      ],
      '#ffe2a8',
      'opacity=".14"',
    ),
  );
  // the console
  s.add(
    poly(
      [
        [80, 600],
        [1120, 600],
        [1200, 800],
        [0, 800],
      ],
      s.linear([
        [0, '#6f8478'],
        [0.1, '#52685f'],
        [1, '#2d3f3c'],
      ]),
    ),
    rect(
      80,
      560,
      1040,
      44,
      s.linear([
        [0, '#40544e'],
        [1, '#5c7268'],
      ]),
    ),
  );
  for (let i = 0; i < 5; i++) {
    const x = 190 + i * 130;
    s.add(
      circle(x, 520, 52, '#22302f'),
      circle(x, 520, 44, '#f7efdc'),
      many(11, (_, t) => {
        const a = Math.PI * (0.8 + t * 1.54);
        return line(
          x + Math.cos(a) * 34,
          520 + Math.sin(a) * 34,
          x + Math.cos(a) * 41,
          520 + Math.sin(a) * 41,
          '#3a3a36',
          2.4,
        );
      }),
      path(
        `M${x} 520L${x + Math.cos(3 + i * 0.9) * 32} ${520 + Math.sin(3 + i * 0.9) * 32}`,
        'none',
        'stroke="#c4412f" stroke-width="4" stroke-linecap="round"',
      ),
      circle(x, 520, 5, '#3a3a36'),
      rect(x - 20, 540, 40, 6, '#3a3a36', 'opacity=".35"'),
    );
  }
  s.add(
    rect(850, 462, 250, 108, '#182423', 'rx="8"'),
    rect(862, 474, 226, 84, '#0f3a33', 'rx="4"'),
    path(
      'M862 540C900 540 906 520 930 516S970 496 990 490S1040 484 1088 482',
      'none',
      'stroke="#7df0c0" stroke-width="4"',
    ),
    path('M862 546L1088 546', 'none', 'stroke="#7df0c0" stroke-width="2" stroke-dasharray="7 6" opacity=".7"'),
    many(4, (i) => line(900 + i * 48, 478, 900 + i * 48, 556, '#2c6a5a', 1.5)),
  );
  s.add(
    many(12, (i) => {
      const x = 150 + i * 44 - (i % 2) * 4;
      const y = 640 + (i % 3) * 2;
      return circle(x, y, 12, '#263330') + circle(x, y - 2, 8.5, ['#e2b23a', '#d9d2c0', '#c4412f'][i % 3]);
    }),
    many(
      8,
      (i) =>
        rect(160 + i * 62, 682, 26, 44, '#263330', 'rx="4"') +
        rect(166 + i * 62, i % 3 ? 686 : 704, 14, 18, '#d9d2c0', 'rx="3"'),
    ),
  );
  // the green switch, the log, the jar with the mitten, the mug
  s.add(
    s.glow(760, 672, 120, '#7dff9e', 0.75),
    circle(760, 672, 44, '#1c2a27'),
    circle(
      760,
      668,
      34,
      s.radial(
        [
          [0, '#c9ffd6'],
          [0.5, '#39c26a'],
          [1, '#127a3c'],
        ],
        [0.4, 0.32, 0.75],
      ),
    ),
    ellipse(750, 656, 12, 7, '#fff', 'opacity=".7"'),
  );
  s.add(
    '<g transform="translate(890 640) skewX(-8)">',
    rect(0, 0, 150, 108, '#fbf3df'),
    rect(0, 0, 12, 108, '#8f4a4e'),
    many(6, (i) => line(24, 20 + i * 16, i === 5 ? 70 : 136, 20 + i * 16, '#8fa3ad', 2)),
    path(
      'M26 16q10 -8 20 0t20 0t20 -2M26 32q8 -7 16 0t20 -1t18 1t16 -2',
      'none',
      'stroke="#23375a" stroke-width="2.4"',
    ),
    '</g>',
    line(960, 770, 1040, 724, '#23375a', 6, 'stroke-linecap="round"'),
  );
  s.add(
    ellipse(1098, 700, 44, 10, '#14211f', 'opacity=".5"'),
    rect(1062, 610, 72, 88, '#dff0ee', 'rx="10" opacity=".32"'),
    path(
      'M1084 688Q1076 650 1086 634Q1098 624 1108 634L1112 654Q1122 646 1124 656Q1124 666 1114 674L1112 688Z',
      '#d0392f',
    ),
    rect(1082, 682, 34, 12, '#f2e4d6', 'rx="4"'),
    rect(1062, 610, 72, 88, 'none', 'rx="10" stroke="#f4fffc" stroke-width="3" opacity=".8"'),
    rect(1058, 596, 80, 16, '#c9a24a', 'rx="4"'),
  );
  s.add(
    ellipse(84, 720, 54, 11, '#14211f', 'opacity=".45"'),
    path('M44 640L124 640L118 716Q84 726 50 716Z', '#e9e2d0'),
    path('M124 652Q152 654 146 680Q140 698 120 694', 'none', 'stroke="#e9e2d0" stroke-width="9"'),
    ellipse(84, 640, 40, 8, '#5b3a24'),
    path(
      'M68 620q-10 -16 2 -28q10 -12 0 -26M96 620q-10 -16 2 -28q10 -12 0 -26',
      'none',
      'stroke="#fff" stroke-width="4" opacity=".35" stroke-linecap="round"',
    ),
  );
  return s.svg({ vignette: 0.42 });
}
