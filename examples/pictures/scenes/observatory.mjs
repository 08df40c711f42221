import { circle, ellipse, group, line, many, path, poly, rect, Scene } from '../draw.mjs';

export function draw() {
  const s = new Scene(283);
  s.add(s.sky([0, '#070b26'], [0.45, '#1a2358'], [0.75, '#4a3f7c'], [0.9, '#a2637d'], [1, '#e09a78']));
  s.add(
    group(
      [
        ellipse(600, 300, 820, 110, '#8f86d8', `opacity=".45" filter="${s.blur(46)}"`),
        ellipse(600, 300, 760, 46, '#e6d6f2', `opacity=".5" filter="${s.blur(26)}"`),
        ellipse(480, 306, 300, 16, '#141845', `opacity=".7" filter="${s.blur(14)}"`),
        ellipse(800, 292, 240, 12, '#141845', `opacity=".6" filter="${s.blur(12)}"`),
      ],
      'transform="rotate(-34 600 300)"',
    ),
  );
  s.add(
    s.stars(620, 0, 600),
    many(16, () => {
      const x = s.between(40, 1160);
      const y = s.between(30, 460);
      return s.glow(x, y, 15, s.pick(['#cfe0ff', '#ffe6c4', '#fff']), 0.9) + circle(x, y, 1.9, '#fff');
    }),
  );
  s.add(
    s.ridge(610, 60, { fill: '#332a5c', rough: 0.48, steps: 7 }),
    s.ridge(670, 50, { fill: '#221d47', rough: 0.48, steps: 7 }),
  );
  // the dish, far off
  s.add(
    '<g transform="translate(230 628) rotate(-20)">',
    path('M-92 -70Q0 34 92 -70Q0 -40 -92 -70Z', '#d9d3e6'),
    path('M-92 -70Q0 34 92 -70', 'none', 'stroke="#8a83ad" stroke-width="3"'),
    line(-50, -50, 0, -128, '#d9d3e6', 3),
    line(50, -50, 0, -128, '#d9d3e6', 3),
    circle(0, -130, 7, '#d9d3e6'),
    '</g>',
    poly(
      [
        [206, 720],
        [224, 622],
        [240, 622],
        [262, 720],
      ],
      '#a59dc4',
    ),
  );
  // the dome
  s.add(
    path('M0 800L0 738Q300 690 560 700Q900 690 1200 748L1200 800Z', '#120f2c'),
    rect(
      640,
      560,
      330,
      150,
      s.linear(
        [
          [0, '#8a83ad'],
          [0.35, '#f1ecf6'],
          [1, '#5b5486'],
        ],
        [0, 0, 1, 0],
      ),
    ),
    path(
      'M624 564Q628 384 805 372Q982 384 986 564Z',
      s.linear(
        [
          [0, '#9a93ba'],
          [0.36, '#fbf8ff'],
          [0.7, '#b5adcf'],
          [1, '#4f4879'],
        ],
        [0, 0, 1, 0],
      ),
    ),
    path('M752 566Q748 420 786 374L836 376Q818 424 824 566Z', '#0d0a24'),
    path('M752 566Q748 420 786 374M824 566Q818 424 836 376', 'none', 'stroke="#6a638f" stroke-width="4"'),
    s.glow(790, 470, 90, '#ffb36b', 0.55),
    '<g transform="rotate(-24 790 470)">',
    rect(772, 384, 34, 150, '#e9d6b0', 'rx="5"'),
    rect(766, 376, 46, 18, '#c9a86a', 'rx="4"'),
    rect(772, 470, 34, 8, '#8a6a3a'),
    '</g>',
    rect(618, 560, 374, 14, '#6a638f'),
    many(6, (i) =>
      path(
        `M${640 + i * 62} 562Q${660 + i * 52} 440 ${770 + i * 12} 376`,
        'none',
        'stroke="#8a83ad" stroke-width="1.6" opacity=".5"',
      ),
    ),
  );
  s.add(
    rect(700, 622, 42, 88, '#3a335e'),
    rect(704, 626, 34, 84, '#ffcf84'),
    s.glow(721, 676, 90, '#ffcf84', 0.6),
    [790, 850, 910].map((x) => rect(x, 622, 24, 34, '#ffcf84', 'rx="2"')),
    poly(
      [
        [704, 710],
        [738, 710],
        [776, 800],
        [660, 800],
      ],
      '#ffcf84',
      'opacity=".22"',
    ),
    path('M752 712Q752 676 762 672Q772 676 772 712Z', '#120f2c'),
    circle(762, 664, 8, '#120f2c'),
  );
  s.add(line(330, 90, 520, 170, '#fff', 2.5, 'stroke-linecap="round" opacity=".8"'), s.glow(520, 170, 14, '#fff', 0.9));
  return s.svg({ vignette: 0.34, grain: 0.12 });
}
