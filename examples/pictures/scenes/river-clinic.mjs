import { circle, line, many, path, poly, rect, Scene, tree, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(83);
  s.add(
    s.sky([0, '#f5dcae'], [0.3, '#f8ebc9'], [0.5, '#dfe7cf'], [1, '#dfe7cf']),
    s.glow(600, 210, 330, '#fffbe6', 1),
    circle(600, 214, 46, '#fffdf2'),
  );
  s.add(
    s.hills(330, 26, { fill: '#bfd0b3' }),
    rect(-40, 320, W + 80, 60, '#fdf8e2', `opacity=".7" filter="${s.blur(20)}"`),
  );
  s.add(
    rect(
      0,
      372,
      W,
      428,
      s.linear([
        [0, '#f3ecc9'],
        [0.25, '#b8cbb0'],
        [1, '#3d6b63'],
      ]),
    ),
  );
  s.add(
    s.ripples(130, 380, 790, '#fffbe6', { centre: 600, spread: 420, opacity: 0.8 }),
    s.ripples(110, 400, 795, '#2f5a55', { spread: 1500, opacity: 0.28 }),
  );
  const bank = (side, depth, tones) => {
    const edge = (t) => (side < 0 ? (1 - t) * 400 - 60 : W - (1 - t) * 400 + 60);
    const ground = Array.from({ length: 12 }, (_, i) => [edge(i / 11) + s.between(-14, 14), 384 + (i / 11) * depth]);
    s.add(poly([[side < 0 ? -20 : W + 20, 376], ...ground, [side < 0 ? -20 : W + 20, 384 + depth + 20]], '#3f5d3c'));
    for (let i = 0; i < 46; i++) {
      const t = i / 46;
      const x = edge(t) + side * s.between(0, 150 * (1 - t * 0.5));
      const y = 388 + t * depth;
      const size = 56 + t * 210;
      s.add(
        tree(s, x, y + 6, size, '#33422e', tones),
        many(4, () =>
          circle(
            x + s.between(-0.4, 0.4) * size,
            y + s.between(-0.06, 0.08) * size,
            size * s.between(0.08, 0.15),
            s.pick(tones),
          ),
        ),
      );
    }
  };
  bank(-1, 300, ['#7f9f63', '#5c8550', '#44703f', '#6d9a5a']);
  bank(1, 290, ['#86a566', '#517c49', '#3c673b', '#6a9355']);
  s.add(rect(-40, 356, W + 80, 44, '#fdf8e2', `opacity=".6" filter="${s.blur(18)}"`));
  s.add(s.ripples(46, 560, 640, '#f6f1da', { centre: 560, spread: 520, opacity: 0.7 }));
  // the boat
  s.add(
    path('M372 560Q520 590 742 552L716 606Q560 628 410 606Z', '#fbfaf4'),
    path('M384 580Q540 604 730 574L716 606Q560 628 410 606Z', '#2f7d6b'),
    rect(452, 486, 190, 78, '#fdfcf7'),
    rect(440, 476, 216, 14, '#2f7d6b', 'rx="4"'),
    rect(466, 504, 34, 28, '#6fa3ab', 'rx="3"'),
    rect(596, 504, 34, 28, '#6fa3ab', 'rx="3"'),
  );
  s.add(
    rect(538, 498, 14, 46, '#2a9d5c'),
    rect(522, 514, 46, 14, '#2a9d5c'),
    line(676, 560, 676, 440, '#4f4a3c', 3),
    poly(
      [
        [676, 444],
        [716, 456],
        [676, 470],
      ],
      '#2a9d5c',
    ),
    line(404, 566, 452, 500, '#4f4a3c', 2),
    [
      [412, 536],
      [424, 522],
      [436, 508],
    ].map(([x, y], i) => rect(x, y, 10, 16, ['#e07a5f', '#f2cc8f', '#8fb8de'][i])),
  );
  s.add(
    circle(690, 536, 8, '#7a4a32'),
    path('M680 572Q680 546 690 544Q700 546 700 572Z', '#c94f4f'),
    path('M410 612Q560 640 712 610L690 640Q560 656 430 636Z', '#1f4c49', `opacity=".35" filter="${s.blur(4)}"`),
  );
  s.add(s.birds(7, 800, 190, 14, '#6b7a5a'));
  return s.svg({ vignette: 0.22, grain: 0.1 });
}
