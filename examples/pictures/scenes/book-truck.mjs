import { circle, ellipse, line, many, palm, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(128);
  s.add(
    s.sky([0, '#6a4c8c'], [0.25, '#c96a7b'], [0.45, '#f39c66'], [0.58, '#fbd28a'], [1, '#fbd28a']),
    s.glow(880, 430, 320, '#ffeeb8', 1),
    circle(880, 430, 66, '#fff0c2'),
    s.clouds(6, 120, 320, '#8a4f86', 0.4, 14),
  );
  s.add(
    s.ridge(440, 90, { fill: '#a5597a', rough: 0.46, steps: 6 }),
    s.ridge(500, 70, { fill: '#7d4069', rough: 0.46, steps: 6 }),
    s.hills(570, 18, { fill: '#5c3156' }),
  );
  s.add(
    rect(
      0,
      600,
      W,
      200,
      s.linear([
        [0, '#d98a55'],
        [1, '#8a4a3f'],
      ]),
    ),
    path('M0 690Q500 640 1200 668L1200 740Q500 712 0 800Z', '#efb878', 'opacity=".7"'),
  );
  for (const [x, y, h, l] of [
    [70, 640, 300, 30],
    [150, 630, 220, -24],
    [1080, 640, 330, -40],
    [1150, 650, 240, 24],
    [1010, 622, 170, 14],
  ])
    s.add(palm(s, x, y, h, l, '#34203c', s.pick(['#2d4a3e', '#264237', '#35573f'])));
  // the truck: a box of books and a round-nosed cab
  s.add(ellipse(590, 716, 400, 22, '#4a2436', 'opacity=".5"'));
  s.add(
    rect(270, 380, 470, 290, '#2f8f8a', 'rx="10"'),
    rect(270, 380, 470, 24, '#f2c14e', 'rx="10"'),
    rect(270, 632, 470, 38, '#1f6a6b'),
    rect(296, 422, 418, 196, '#3b2233', 'rx="6"'),
  );
  for (let shelf = 0; shelf < 3; shelf++) {
    const floor = 484 + shelf * 65;
    s.add(rect(296, floor, 418, 6, '#c98b4e'));
    for (let x = 304; x < 694; ) {
      const w = s.between(9, 22);
      const h = s.between(36, 54);
      s.add(
        rect(
          x,
          floor - h,
          w - 1.5,
          h,
          s.pick(['#e4572e', '#f2c14e', '#9fc9c4', '#f4ead5', '#b23a48', '#5a8f5a', '#e8a0a0', '#5569a8', '#d9903d']),
          'rx="1.5"',
        ),
        rect(x + 2, floor - h + 8, w - 5.5, 3, '#fff', 'opacity=".55"'),
      );
      x += w;
    }
  }
  s.add(
    path('M262 378L748 378L790 330L232 330Z', '#e4572e'),
    many(7, (i) =>
      poly(
        [
          [262 + i * 69.4, 378],
          [296.7 + i * 69.4, 378],
          [312 + (i - 0.45) * 79, 330],
          [272 + (i - 0.45) * 79, 330],
        ],
        '#f7ead0',
      ),
    ),
  );
  s.add(
    path('M740 670L740 452Q744 430 766 430L846 430Q872 434 886 480L902 540Q946 548 956 580L960 670Z', '#e4572e'),
    path('M764 452L838 452Q856 456 866 490L876 532L764 532Z', '#bfe0dc'),
    line(812, 452, 812, 532, '#e4572e', 7),
    rect(740, 610, 218, 14, '#f2c14e'),
    circle(944, 596, 15, '#fff3cf'),
    s.glow(948, 596, 70, '#fff3cf', 0.7),
    rect(940, 648, 34, 14, '#5c3156', 'rx="5"'),
    circle(796, 510, 15, '#8a5638'),
    path('M778 534Q780 520 796 522Q812 520 816 534Z', '#f4ead5'),
    path('M781 506Q796 488 811 506Z', '#f4ead5'),
  );
  // paintings on the side, and wheels
  s.add(
    circle(318, 650, 9, '#f2c14e'),
    path('M400 652q16 -14 32 0q-16 14 -32 0l-12 -9v18z', '#f7ead0'),
    path('M500 644h44v12h-44zM508 660a5 5 0 1 0 .1 0M536 660a5 5 0 1 0 .1 0', '#f2c14e'),
    path('M630 660l6 -14h20l8 -8l2 8l-6 4v10h-5v-8h-14v8z', '#f7ead0'),
  );
  for (const x of [370, 660, 868])
    s.add(circle(x, 676, 46, '#2a1a2c'), circle(x, 676, 24, '#f2c14e'), circle(x, 676, 9, '#2a1a2c'));
  // steps, and readers
  s.add(
    poly(
      [
        [214, 716],
        [270, 664],
        [270, 700],
        [240, 716],
      ],
      '#8a5a3a',
    ),
  );
  for (const [x, h, c, f] of [
    [120, 74, '#5569a8', '#8a5638'],
    [160, 60, '#f2c14e', '#b27b52'],
    [196, 84, '#b23a48', '#6d4128'],
    [1000, 66, '#2f8f8a', '#8a5638'],
    [1040, 82, '#f4ead5', '#6d4128'],
  ])
    s.add(
      path(
        `M${x - h * 0.22} 724Q${x - h * 0.2} ${724 - h * 0.7} ${x} ${724 - h * 0.76}Q${x + h * 0.2} ${724 - h * 0.7} ${x + h * 0.22} 724Z`,
        c,
      ),
      circle(x, 724 - h * 0.92, h * 0.17, f),
      rect(x - 11, 724 - h * 0.5, 22, 15, '#f7ead0', 'rx="2"'),
    );
  return s.svg();
}
