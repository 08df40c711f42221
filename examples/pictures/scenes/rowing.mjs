import { circle, ellipse, line, path, rect, Scene, tree, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(101);
  s.add(
    s.sky([0, '#c9b7c9'], [0.3, '#f0cdbb'], [0.48, '#fbe6cd'], [1, '#fbe6cd']),
    s.glow(820, 330, 330, '#fff6df', 1),
    circle(820, 334, 44, '#fffbee'),
  );
  s.add(s.hills(376, 22, { fill: '#d8bfb8' }));
  for (let i = 0; i < 40; i++)
    s.add(tree(s, i * 32 + s.between(-10, 10), 402, s.between(50, 120), '#a58a92', ['#c2a2a4', '#b6969c', '#cdb0ae']));
  s.add(
    rect(-40, 360, W + 80, 60, '#fdeedd', `opacity=".75" filter="${s.blur(18)}"`),
    rect(
      0,
      402,
      W,
      398,
      s.linear([
        [0, '#f7dcc4'],
        [0.3, '#c9b0b6'],
        [1, '#55597d'],
      ]),
    ),
  );
  s.add(
    s.ripples(170, 408, 795, '#fff4df', { centre: 820, spread: 400, opacity: 0.85 }),
    s.ripples(110, 420, 795, '#4c5078', { spread: 1500, opacity: 0.25 }),
  );
  // the eight
  const y = 590;
  s.add(path(`M110 ${y}Q560 ${y + 30} 1090 ${y - 8}Q600 ${y + 44} 110 ${y}Z`, '#2a2d4f'));
  for (let i = 0; i < 8; i++) {
    const x = 270 + i * 84;
    const side = i % 2 ? 1 : -1;
    s.add(
      line(x + 6, y - 6, x - 46, y + 14 + side * 36 + 28, '#3a3d63', 4, 'stroke-linecap="round"'),
      ellipse(
        x - 52,
        y + 16 + side * 36 + 30,
        17,
        5,
        '#c4473d',
        `transform="rotate(${side * 24} ${x - 52} ${y + 46 + side * 36})"`,
      ),
      s.ripples(5, y + 40 + side * 36, y + 62 + side * 36, '#fff', { centre: x - 60, spread: 70, opacity: 0.6 }),
    );
    s.add(
      path(
        `M${x - 12} ${y + 10}Q${x - 14} ${y - 26} ${x + 10} ${y - 44}Q${x + 26} ${y - 38} ${x + 20} ${y - 12}L${x + 18} ${y + 10}Z`,
        '#f4efe8',
      ),
      path(
        `M${x + 16} ${y - 36}Q${x + 4} ${y - 14} ${x - 8} ${y - 8}`,
        'none',
        'stroke="#d9a583" stroke-width="7" stroke-linecap="round"',
      ),
      circle(x + 17, y - 54, 11, ['#e8bd98', '#8d5a3b', '#d49c74'][i % 3]),
      path(`M${x + 7} ${y - 58}Q${x + 16} ${y - 72} ${x + 28} ${y - 58}Z`, '#c4473d'),
    );
  }
  s.add(
    path(`M946 ${y + 2}Q944 ${y - 22} 960 ${y - 28}Q974 ${y - 24} 974 ${y}Z`, '#c4473d'),
    circle(957, y - 38, 10, '#e8bd98'),
    path(`M947 ${y - 42}Q956 ${y - 54} 967 ${y - 42}Z`, '#2a2d4f'),
  );
  s.add(
    path(
      `M110 ${y + 12}Q600 ${y + 76} 1090 ${y + 6}Q600 ${y + 96} 110 ${y + 12}Z`,
      '#2a2d4f',
      `opacity=".28" filter="${s.blur(5)}"`,
    ),
  );
  for (let i = 0; i < 60; i++) {
    const x = i < 34 ? s.between(-10, 240) : s.between(1000, 1210);
    const h = s.between(60, 190) * (1 - Math.abs(x < 300 ? x : x - 1200) / 420);
    s.add(
      path(
        `M${x} 805Q${x + 4} ${800 - h * 0.6} ${x + s.between(-16, 16)} ${800 - h}`,
        'none',
        'stroke="#3b3f62" stroke-width="3" stroke-linecap="round"',
      ),
    );
  }
  s.add(s.birds(5, 430, 200, 15, '#7a6a80'));
  return s.svg({ vignette: 0.2, grain: 0.12 });
}
