import { circle, fir, rect, Scene, W } from '../draw.mjs';

export function draw() {
  const s = new Scene(35);
  s.add(s.sky([0, '#f6c6b8'], [0.25, '#fbdcc4'], [0.5, '#fdeedd'], [1, '#fdeedd']));
  s.add(s.glow(420, 250, 380, '#fff6e0', 1), circle(420, 252, 48, '#fffaf0'));
  const tones = ['#e3b6bd', '#c69db6', '#a184ab', '#7a6d9d', '#56598a', '#3a4674', '#232f56'];
  tones.forEach((tone, i) => {
    const y = 330 + i * 68;
    s.add(
      s.ridge(y, 190 - i * 16, {
        fill: s.linear([
          [0, tone],
          [i < 5 ? 0.7 : 1, i < 5 ? '#f3d8cf' : tone],
        ]),
        rough: 0.56,
        steps: 8,
      }),
    );
    if (i < 5) s.add(rect(-50, y + 40, W + 100, 40, '#fdeee2', `opacity="${0.34 - i * 0.05}" filter="${s.blur(22)}"`));
  });
  for (let i = 0; i < 34; i++)
    s.add(fir(s.between(-10, W + 10), s.between(765, 820), s.between(40, 120), s.pick(['#162044', '#1a264c'])));
  s.add(s.birds(7, 760, 220, 15, '#6d5a7d'));
  return s.svg({ grain: 0.14 });
}
