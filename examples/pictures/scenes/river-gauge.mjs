import { circle, ellipse, group, line, many, path, poly, rect, Scene, tree, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(338);
  s.add(
    s.sky([0, '#f2b66d'], [0.35, '#f8d79b'], [0.6, '#fbeacb'], [1, '#fbeacb']),
    s.glow(860, 210, 300, '#fff6da', 1),
    circle(860, 212, 50, '#fffaf0'),
  );
  s.add(
    s.ridge(330, 70, { fill: '#e0a984', steps: 7, rough: 0.5 }),
    s.ridge(380, 44, { fill: '#c68a72', steps: 7, rough: 0.5 }),
    s.hills(420, 14, { fill: '#a9745f' }),
  );
  for (let i = 0; i < 26; i++)
    s.add(tree(s, s.between(-20, W + 20), 462, s.between(30, 62), '#5d4a3a', ['#7d8a55', '#8f9a62', '#6b7a4a']));
  s.add(
    rect(
      0,
      456,
      W,
      344,
      s.linear([
        [0, '#e3c59a'],
        [1, '#b98a5e'],
      ]),
    ),
  );
  // the river, low in its bed
  const river = 'M0 520Q300 486 620 500T1200 486L1200 690Q860 640 560 668T0 708Z';
  s.add(
    path('M0 500Q300 466 620 480T1200 466L1200 740Q860 690 560 716T0 760Z', '#cfa878'),
    path(
      river,
      s.linear([
        [0, '#f3d7a6'],
        [0.4, '#7fa9a4'],
        [1, '#2f6f7d'],
      ]),
    ),
  );
  s.add(
    group(
      [
        s.ripples(90, 506, 690, '#fff3d6', { centre: 860, spread: 500, opacity: 0.8 }),
        s.ripples(80, 506, 700, '#245a68', { spread: 1500, opacity: 0.35 }),
      ],
      `clip-path="${s.clip(`<path d="${river}"/>`)}"`,
    ),
  );
  s.add(
    many(70, () => {
      const x = s.between(0, W);
      const y = s.between(716, 796);
      return path(
        `M${x} ${y}l${s.between(-30, 30)} ${s.between(4, 16)}l${s.between(-26, 26)} ${s.between(2, 14)}`,
        'none',
        'stroke="#8f6644" stroke-width="2" opacity=".5"',
      );
    }),
  );
  // the bridge
  const stone = s.linear([
    [0, '#b98a6c'],
    [1, '#6d4a40'],
  ]);
  for (let i = -1; i < 5; i++) {
    const x = 20 + i * 270;
    s.add(
      path(
        `M${x} 300L${x + 270} 300L${x + 270} 560L${x + 236} 560L${x + 236} 470A101 108 0 0 0 ${x + 34} 470L${x + 34} 560L${x} 560Z`,
        stone,
      ),
      path(`M${x + 34} 470A101 108 0 0 1 ${x + 236} 470`, 'none', 'stroke="#dcb48f" stroke-width="10"'),
      poly(
        [
          [x - 22, 566],
          [x, 520],
          [x + 34, 520],
          [x + 56, 566],
        ],
        '#6d4a40',
      ),
      many(7, (j) => line(x + 40 + j * 30, 318, x + 58 + j * 30, 318, '#8a6150', 2, 'opacity=".7"')),
    );
  }
  s.add(
    rect(0, 284, W, 20, '#dcb48f'),
    rect(0, 304, W, 6, '#7d5648'),
    many(31, (i) => rect(i * 40, 262, 8, 24, '#c99c7c')),
    rect(0, 258, W, 8, '#dcb48f'),
  );
  s.add(
    '<g transform="translate(420 262)">',
    path('M-36 -8L-36 12M-22 -8L-22 12M18 -8L18 12M32 -8L32 12', 'none', 'stroke="#5b4a42" stroke-width="7"'),
    path(
      'M-42 -6Q-46 -38 -22 -38L22 -38Q32 -44 40 -58Q38 -70 44 -72L48 -62Q62 -60 68 -46Q64 -38 54 -42Q48 -26 40 -6Q0 4 -42 -6Z',
      '#75625a',
    ),
    path('M-42 -30Q-54 -20 -52 -4', 'none', 'stroke="#5b4a42" stroke-width="5" stroke-linecap="round"'),
    path('M-30 -39Q-6 -50 20 -39L18 -14L-28 -14Z', '#8f3b34'),
    path('M-84 12Q-84 -24 -70 -28Q-56 -24 -56 12Z', '#2f6f7d'),
    circle(-70, -38, 11, '#8a5a3c'),
    path('M-84 -36Q-70 -58 -56 -36Z', '#f4ead5'),
    '</g>',
  );
  // the painted post, and the hut with its three watchers
  s.add(
    ellipse(760, 664, 54, 9, '#245a68', 'opacity=".6"'),
    rect(742, 392, 36, 272, '#fbf6e8'),
    many(9, (i) => rect(742, 400 + i * 30, i % 2 ? 36 : 22, 13, '#31475a')),
    rect(736, 590, 48, 12, '#d0392f'),
    poly(
      [
        [738, 392],
        [760, 372],
        [782, 392],
      ],
      '#31475a',
    ),
    many(4, (i) => rect(748 + (i % 2) * 6, 676 + i * 9, 22, 4, '#d0392f', 'opacity=".4" rx="2"')),
  );
  s.add(
    ellipse(1010, 742, 150, 14, '#6b4a34', 'opacity=".45"'),
    rect(900, 600, 220, 140, '#a9744a'),
    many(9, (i) => line(900, 616 + i * 15, 1120, 616 + i * 15, '#8a5a38', 2)),
    poly(
      [
        [880, 606],
        [930, 548],
        [1090, 548],
        [1142, 606],
      ],
      '#5d6b4a',
    ),
    rect(926, 640, 56, 46, '#ffdf9a'),
    line(954, 640, 954, 686, '#6b4a34', 4),
    rect(1030, 640, 52, 100, '#4f3a30'),
    s.glow(954, 662, 90, '#ffdf9a', 0.6),
  );
  for (const [x, c, f] of [
    [846, '#2f6f7d', '#8a5a3c'],
    [806, '#b23a48', '#c69066'],
    [886, '#e2a734', '#6d4530'],
  ])
    s.add(
      path(`M${x - 20} 748Q${x - 19} 694 ${x} 690Q${x + 19} 694 ${x + 20} 748Z`, c),
      circle(x, 678, 13, f),
      path(`M${x - 15} 676Q${x} 652 ${x + 15} 676Z`, '#3b3a48'),
    );
  s.add(
    s.birds(7, 300, 150, 15, '#8a5a4a'),
    many(40, () => {
      const x = s.between(0, 330);
      const y = s.between(712, 790);
      return path(
        `M${x} ${y}q${s.between(-5, 5)} -16 ${s.between(-9, 9)} ${-s.between(22, 44)}`,
        'none',
        'stroke="#6b7a4a" stroke-width="3" stroke-linecap="round"',
      );
    }),
  );
  return s.svg({ vignette: 0.24 });
}
