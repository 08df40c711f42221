import { circle, ellipse, group, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(294);
  s.add(s.sky([0, '#2a1a1a'], [1, '#4a2c22']));
  const spines = [
    '#7d2f2f',
    '#2f4f4a',
    '#a8743a',
    '#3a3f66',
    '#8a6a4a',
    '#5b2f45',
    '#c9a05a',
    '#47603a',
    '#6b3a24',
    '#dcc9a0',
  ];
  for (let shelf = 0; shelf < 5; shelf++) {
    const floor = 120 + shelf * 118;
    s.add(rect(0, floor - 106, W, 106, '#1d100f'));
    for (let x = 6; x < W - 6; ) {
      if (Math.abs(x - 300) < 16 || Math.abs(x - 600) < 16 || Math.abs(x - 900) < 16) {
        x += 20;
        continue;
      }
      const w = s.between(13, 30);
      const h = s.between(70, 98);
      const tone = s.pick(spines);
      const lean = s.rng() < 0.06 ? s.between(4, 9) : 0;
      s.add(
        group(
          [
            rect(x, floor - h, w - 1.5, h, tone, 'rx="1.5"'),
            rect(x + 2, floor - h + 12, w - 5.5, 3, '#e6c98a', 'opacity=".8"'),
            rect(x + 2, floor - 18, w - 5.5, 2.4, '#e6c98a', 'opacity=".6"'),
            rect(x, floor - h, (w - 1.5) * 0.3, h, '#fff', 'opacity=".07"'),
          ],
          lean ? `transform="rotate(${lean.toFixed(1)} ${(x + w).toFixed(0)} ${floor})"` : '',
        ),
      );
      x += w + (lean ? 10 : 0);
    }
    s.add(rect(0, floor, W, 12, '#8a5a34'), rect(0, floor + 12, W, 5, '#3b2016'));
  }
  s.add(
    [0, 292, 592, 892, 1184].map((x) =>
      rect(
        x,
        0,
        18,
        640,
        s.linear(
          [
            [0, '#a06a3e'],
            [1, '#5b3420'],
          ],
          [0, 0, 1, 0],
        ),
      ),
    ),
  );
  s.add(s.glow(430, 440, 560, '#ffcf7d', 0.75));
  s.add(
    '<g transform="rotate(4 1020 360)">',
    line(960, 40, 960, 660, '#c98f55', 9),
    line(1050, 40, 1050, 660, '#c98f55', 9),
    many(9, (i) => line(960, 90 + i * 66, 1050, 90 + i * 66, '#b57b45', 7)),
    '</g>',
  );
  // desk, lamp, book
  s.add(
    rect(
      0,
      640,
      W,
      160,
      s.linear([
        [0, '#b5743f'],
        [0.14, '#8a5229'],
        [1, '#4a2814'],
      ]),
    ),
    rect(0, 634, W, 8, '#e0a868'),
    ellipse(430, 700, 430, 60, '#ffe0a0', `opacity=".5" filter="${s.blur(20)}"`),
  );
  s.add(
    ellipse(300, 690, 90, 14, '#3b2010', 'opacity=".5"'),
    path('M230 684Q234 664 300 662Q366 664 370 684Z', '#c9983f'),
    rect(292, 480, 16, 186, '#d9ab55'),
    circle(300, 560, 13, '#e6bd6a'),
    path(
      'M150 486Q170 388 300 380Q430 388 450 486Z',
      s.linear([
        [0, '#4fae7d'],
        [0.5, '#1f7a52'],
        [1, '#0f4a32'],
      ]),
    ),
    path('M150 486Q300 506 450 486L446 498Q300 518 154 498Z', '#fff3c0'),
    path('M186 466Q204 410 276 398', 'none', 'stroke="#bfeed4" stroke-width="7" stroke-linecap="round" opacity=".7"'),
    line(372, 494, 372, 546, '#c9983f', 2.5),
    circle(372, 550, 5, '#e6bd6a'),
    poly(
      [
        [160, 500],
        [440, 500],
        [640, 740],
        [40, 740],
      ],
      '#ffeeb8',
      'opacity=".17"',
    ),
  );
  s.add(
    path('M470 724Q560 676 668 706Q776 676 872 720L880 752Q776 716 670 740Q560 716 462 756Z', '#5b2f24'),
    path('M478 716Q560 668 668 700L668 732Q560 704 472 746Z', '#fbf1d8'),
    path('M668 700Q776 668 864 712L872 742Q776 704 668 732Z', '#f3e4c2'),
    many(6, (i) =>
      path(
        `M${500 + i * 2} ${716 - i * 1 + i * 4}Q566 ${690 + i * 4.6} 648 ${704 + i * 4.4}`,
        'none',
        'stroke="#a8916a" stroke-width="1.8" opacity=".8"',
      ),
    ),
    path('M700 704Q760 688 836 712L840 726Q770 704 704 718Z', '#9fc0b8', 'opacity=".75"'),
    path('M712 712Q740 700 760 708Q790 700 824 716', 'none', 'stroke="#7d5a3a" stroke-width="2"'),
  );
  s.add(
    rect(960, 676, 150, 24, '#7d2f2f', 'rx="3"'),
    rect(950, 652, 150, 24, '#2f4f4a', 'rx="3"'),
    rect(966, 630, 130, 22, '#c9a05a', 'rx="3"'),
    path('M1000 630L1000 600Q1002 590 1018 590L1042 590Q1056 590 1058 600L1058 630Z', '#e9e2d0'),
    path('M1058 604Q1080 604 1076 618Q1072 626 1058 622', 'none', 'stroke="#e9e2d0" stroke-width="6"'),
    path(
      'M1020 582q-8 -14 2 -24q8 -10 0 -22M1040 582q-8 -14 2 -24q8 -10 0 -22',
      'none',
      'stroke="#fff" stroke-width="3" opacity=".4" stroke-linecap="round"',
    ),
  );
  return s.svg({ vignette: 0.42 });
}
