import { circle, ellipse, line, many, path, poly, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(272);
  s.add(
    s.sky([0, '#e9e2cf'], [1, '#d9cfb4']),
    poly(
      [
        [0, 0],
        [520, 0],
        [200, 560],
        [0, 560],
      ],
      '#fff8e0',
      'opacity=".7"',
    ),
    poly(
      [
        [620, 0],
        [800, 0],
        [520, 560],
        [330, 560],
      ],
      '#fff8e0',
      'opacity=".6"',
    ),
  );
  s.add(
    rect(
      0,
      520,
      W,
      280,
      s.linear([
        [0, '#8fb0a8'],
        [1, '#5f8a86'],
      ]),
    ),
    rect(0, 516, W, 8, '#c9dcd2'),
    many(16, (i) => line(-100 + i * 90, 524, -260 + i * 110, 800, '#a9c6bd', 10, 'opacity=".35"')),
    many(5, (i) => line(0, 560 + i * 54, W, 556 + i * 54, '#a9c6bd', 9, 'opacity=".3"')),
  );
  const shadow = (x, y, rx, ry) => ellipse(x, y, rx, ry, '#1f3f40', `opacity=".38" filter="${s.blur(8)}"`);
  // board and loaf
  s.add(
    shadow(420, 690, 330, 30),
    path(
      'M110 664Q120 640 160 640L690 640Q724 640 730 664L730 676Q724 696 690 696L160 696Q118 696 110 676Z',
      s.linear([
        [0, '#d9a066'],
        [1, '#8a5530'],
      ]),
    ),
    line(150, 656, 690, 656, '#b97f48', 2),
    line(170, 668, 650, 668, '#b97f48', 2),
  );
  s.add(
    path(
      'M180 648Q150 560 200 500Q240 446 330 452Q400 430 470 456Q560 450 596 512Q630 580 606 648Z',
      s.linear([
        [0, '#e8b060'],
        [0.45, '#c27a34'],
        [1, '#7d431c'],
      ]),
    ),
    path(
      'M222 500Q270 470 330 486Q400 462 468 488Q530 484 570 520Q520 508 466 520Q396 504 326 522Q268 510 222 540Z',
      '#f3d092',
      'opacity=".9"',
    ),
    many(26, () => {
      const x = s.between(240, 560);
      const y = s.between(484, 520);
      return ellipse(
        x,
        y,
        6,
        2.4,
        '#6b4a20',
        `transform="rotate(${s.between(-60, 60).toFixed(0)} ${x.toFixed(0)} ${y.toFixed(0)})"`,
      );
    }),
  );
  s.add(
    [
      [640, 0],
      [684, 14],
    ].map(
      ([x, d]) =>
        path(
          `M${x} 646Q${x - 26} 570 ${x + 6} ${508 + d}Q${x + 40} ${498 + d} ${x + 52} 560Q${x + 56} 610 ${x + 44} 646Z`,
          '#7d431c',
        ) +
        path(
          `M${x + 6} 644Q${x - 14} 574 ${x + 12} ${518 + d}Q${x + 38} ${512 + d} ${x + 48} 562Q${x + 52} 608 ${x + 42} 644Z`,
          '#f6dfa4',
        ) +
        many(10, () => circle(x + s.between(6, 38), s.between(540, 636), s.between(1.5, 3.4), '#d9b566')),
    ),
  );
  // the bowl
  s.add(
    shadow(930, 716, 200, 26),
    path(
      'M752 560Q770 706 880 716L980 716Q1090 706 1108 560Z',
      s.linear(
        [
          [0, '#3a78b8'],
          [0.5, '#235a98'],
          [1, '#123a6b'],
        ],
        [0, 0, 1, 0],
      ),
    ),
    ellipse(930, 560, 178, 34, '#8fbbe0'),
    ellipse(930, 564, 160, 26, '#123a6b'),
    path('M772 620Q930 668 1088 620', 'none', 'stroke="#dcebf6" stroke-width="6" opacity=".8"'),
    path('M784 646Q930 692 1076 646', 'none', 'stroke="#dcebf6" stroke-width="3" opacity=".7"'),
  );
  const lemon = (x, y, rx, turn) =>
    `<g transform="rotate(${turn} ${x} ${y})">${path(
      `M${x - rx} ${y}Q${x - rx * 0.8} ${y - rx * 0.74} ${x} ${y - rx * 0.74}Q${x + rx * 0.8} ${y - rx * 0.7} ${x + rx * 1.02} ${y - rx * 0.1}Q${x + rx * 1.2} ${y} ${x + rx * 1.02} ${y + rx * 0.1}Q${x + rx * 0.8} ${y + rx * 0.72} ${x} ${y + rx * 0.74}Q${x - rx * 0.8} ${y + rx * 0.74} ${x - rx} ${y}Z`,
      s.radial(
        [
          [0, '#fff0a0'],
          [0.5, '#f6cf3a'],
          [1, '#cf9512'],
        ],
        [0.36, 0.3, 0.8],
      ),
    )}${many(16, () => circle(x + s.between(-rx * 0.7, rx * 0.8), y + s.between(-rx * 0.5, rx * 0.5), 1.6, '#c98f10', 'opacity=".5"'))}</g>`;
  s.add(
    lemon(868, 520, 66, -16),
    lemon(984, 514, 70, 12),
    lemon(926, 486, 62, -4),
    path('M980 444Q1020 400 1066 420Q1040 462 984 452Z', '#5c8a3e'),
    line(976, 456, 1040, 424, '#3f6b2c', 3),
    path('M872 458Q850 410 800 420Q820 462 870 464Z', '#6d9a48'),
  );
  s.add(
    shadow(790, 742, 80, 14),
    lemon(788, 708, 62, 8),
    shadow(640, 754, 66, 10),
    circle(636, 716, 46, '#f0c022'),
    circle(636, 716, 41, '#fff3b8'),
    many(9, (i) => {
      const a = (i / 9) * 6.283;
      const b = ((i + 1) / 9) * 6.283;
      const p = (t, d) => `${(636 + Math.cos(t) * d).toFixed(1)} ${(716 + Math.sin(t) * d).toFixed(1)}`;
      return path(`M${p((a + b) / 2, 6)}L${p(a + 0.1, 36)}Q${p((a + b) / 2, 40)} ${p(b - 0.1, 36)}Z`, '#f7d33f');
    }),
  );
  s.add(
    path('M180 752L470 728L474 738L196 770Q176 766 180 752Z', '#d7dfe0'),
    rect(468, 722, 120, 20, '#5b3422', 'rx="8" transform="rotate(-5 468 722)"'),
    many(14, () => circle(s.between(320, 620), s.between(704, 770), s.between(2, 4), '#c99a4a')),
  );
  return s.svg({ vignette: 0.26 });
}
