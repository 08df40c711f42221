import { circle, ellipse, group, line, many, palm, path, rect, Scene } from '../draw.mjs';

export function draw() {
  const s = new Scene(64);
  s.add(s.sky([0, '#0e1440'], [0.35, '#2a2c6d'], [0.55, '#6b4a84'], [0.68, '#c77b7c'], [1, '#c77b7c']));
  s.add(
    s.stars(300, 0, 440),
    `<g filter="${s.blur(22)}" opacity=".35">${ellipse(500, 190, 560, 60, '#b9b4ee', 'transform="rotate(-16 500 190)"')}</g>`,
  );
  s.add(s.glow(918, 160, 130, '#fdf3cf', 0.5), path('M930 116A46 46 0 1 0 962 194A38 38 0 1 1 930 116Z', '#fdf3cf'));
  s.add(
    path('M0 520Q180 420 380 476Q560 524 760 440Q960 372 1200 470L1200 620L0 620Z', '#7d4b6d'),
    path('M760 440Q960 372 1200 470L1200 620L820 620Q880 520 760 440Z', '#5b3860'),
  );
  s.add(
    path(
      'M0 590Q240 490 520 570Q780 630 1200 520L1200 800L0 800Z',
      s.linear([
        [0, '#c98a63'],
        [1, '#7c4a44'],
      ]),
    ),
    path('M520 570Q780 630 1200 520L1200 800L700 800Q780 660 520 570Z', '#8d564c'),
  );
  s.add(s.clouds(3, 560, 590, '#f0b48a', 0.35, 18));
  // the pool
  const pool = 'M190 690Q330 640 600 644Q900 646 1010 690Q930 752 600 756Q270 756 190 690Z';
  s.add(
    path(
      pool,
      s.linear([
        [0, '#8d6a94'],
        [0.4, '#39407e'],
        [1, '#171c4e'],
      ]),
    ),
  );
  s.add(
    group(
      [
        s.ripples(60, 650, 750, '#e8d3e6', { opacity: 0.4, spread: 900 }),
        s.ripples(26, 652, 752, '#fdf3cf', { centre: 820, spread: 110, opacity: 0.8 }),
      ],
      `clip-path="${s.clip(`<path d="${pool}"/>`)}"`,
    ),
  );
  const palms = [
    [240, 690, 250, -36],
    [306, 668, 320, 28],
    [372, 664, 210, -20],
    [830, 664, 260, -30],
    [902, 676, 350, 34],
    [962, 690, 220, 46],
    [1040, 700, 170, 20],
    [160, 706, 170, -26],
  ];
  for (const [x, y, h, lean] of palms)
    s.add(palm(s, x, y, h, lean, '#1a1533', s.pick(['#142a38', '#18324a', '#10242f'])));
  s.add(
    group(
      group(
        palms
          .slice(1, 5)
          .map(([x, y, h, lean]) => palm(s, x, y, h * 0.5, lean * 0.5, '#0d1136', '#0d1136'))
          .join(''),
        `opacity=".45" transform="translate(0 1348) scale(1 -1)"`,
      ),
      `clip-path="${s.clip(`<path d="${pool}"/>`)}"`,
    ),
  );
  s.add(
    many(60, () => {
      const x = s.between(170, 1040);
      const y = 684 + (x > 600 ? 1 : -1) * 0 + s.between(-8, 30) * (Math.abs(x - 600) / 430);
      return line(x, y, x + s.between(-8, 8), y - s.between(12, 30), '#16283a', 2);
    }),
  );
  // a fire, and those around it
  s.add(
    s.glow(590, 610, 150, '#ffb757', 0.8),
    path('M576 616Q580 588 592 578Q590 596 604 590Q612 606 602 618Z', '#ffd27a'),
    rect(570, 616, 42, 5, '#3b2430', 'rx="2"'),
  );
  for (const [x, f] of [
    [520, 1],
    [545, 1],
    [640, -1],
    [664, -1],
  ])
    s.add(
      path(`M${x - 14} 626Q${x - 12} 596 ${x} 592Q${x + 12} 596 ${x + 14} 626Z`, '#2a1b36'),
      circle(x + f * 3, 586, 8, '#3a2740'),
    );
  return s.svg({ vignette: 0.35 });
}
