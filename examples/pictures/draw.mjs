/** Small drawing vocabulary over SVG text: every function returns markup, and the same seed gives the same picture. */

export const W = 1200;
export const H = 800;

/** A random source that repeats: mulberry32. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const r1 = (value) => Math.round(value * 10) / 10;

/** One picture: collects gradients and filters as they are asked for. */
export class Scene {
  constructor(seed) {
    this.rng = random(seed);
    this.defs = [];
    this.body = [];
    this.nextId = 0;
  }

  /** A number between `low` and `high`. */
  between(low, high) {
    return low + (high - low) * this.rng();
  }

  pick(list) {
    return list[Math.floor(this.rng() * list.length)];
  }

  add(...markup) {
    this.body.push(...markup.flat(9));
    return this;
  }

  def(markup) {
    const id = `d${this.nextId++}`;
    this.defs.push(markup(id));
    return id;
  }

  /** A linear gradient, top to bottom unless told; stops are [offset, colour, opacity?]. */
  linear(stops, [x1, y1, x2, y2] = [0, 0, 0, 1]) {
    const id = this.def(
      (name) =>
        `<linearGradient id="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${stopMarkup(stops)}</linearGradient>`,
    );
    return `url(#${id})`;
  }

  radial(stops, [cx, cy, r] = [0.5, 0.5, 0.5]) {
    const id = this.def(
      (name) => `<radialGradient id="${name}" cx="${cx}" cy="${cy}" r="${r}">${stopMarkup(stops)}</radialGradient>`,
    );
    return `url(#${id})`;
  }

  /** A soft edge of `amount` pixels, as the value of a `filter` attribute. */
  blur(amount) {
    const id = this.def(
      (name) =>
        `<filter id="${name}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${amount}"/></filter>`,
    );
    return `url(#${id})`;
  }

  clip(markup) {
    const id = this.def((name) => `<clipPath id="${name}">${markup}</clipPath>`);
    return `url(#${id})`;
  }

  /** A glow: a radial wash of one colour. */
  glow(x, y, radius, colour, strength = 0.8) {
    const fill = this.radial([
      [0, colour, strength],
      [0.35, colour, strength * 0.45],
      [1, colour, 0],
    ]);
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
  }

  sky(...stops) {
    return rect(0, 0, W, H, this.linear(stops));
  }

  /** A jagged or rolling line from left to right, closed down to `floor`. */
  ridge(base, height, { steps = 8, rough = 0.55, fill, floor = H, left = 0, right = W, extra = '' }) {
    let points = [this.between(-1, 1), this.between(-1, 1)];
    let scale = 1;
    for (let level = 0; level < steps; level++) {
      scale *= rough;
      const next = [];
      for (let i = 0; i < points.length - 1; i++) {
        next.push(points[i], (points[i] + points[i + 1]) / 2 + this.between(-1, 1) * scale);
      }
      next.push(points.at(-1));
      points = next;
    }
    const width = right - left;
    const line = points.map((p, i) => `${r1(left + (i / (points.length - 1)) * width)} ${r1(base - p * height)}`);
    return `<path d="M${left} ${floor}L${line.join('L')}L${right} ${floor}Z" fill="${fill}" ${extra}/>`;
  }

  /** Smooth hills: a sum of three waves. */
  hills(base, height, { fill, floor = H, extra = '' }) {
    const waves = [1, 2.3, 4.1].map((k, i) => [
      k * this.between(0.7, 1.3),
      this.between(0, 6.28),
      height / (1 + i * 1.6),
    ]);
    let path = `M0 ${floor}`;
    for (let x = 0; x <= W; x += 20) {
      const y = waves.reduce((sum, [k, phase, a]) => sum - Math.sin((x / W) * 6.28 * k + phase) * a, base);
      path += `L${x} ${r1(y)}`;
    }
    return `<path d="${path}L${W} ${floor}Z" fill="${fill}" ${extra}/>`;
  }

  stars(count, top, bottom, colour = '#fff') {
    return Array.from({ length: count }, () => {
      const size = this.rng() ** 3 * 1.9 + 0.5;
      return `<circle cx="${r1(this.between(0, W))}" cy="${r1(this.between(top, bottom))}" r="${r1(size)}" fill="${colour}" opacity="${r1(this.between(0.3, 1))}"/>`;
    }).join('');
  }

  /** Long soft clouds. */
  clouds(count, top, bottom, colour, opacity = 0.5, blur = 14) {
    const soft = this.blur(blur);
    return `<g filter="${soft}" fill="${colour}" opacity="${opacity}">${Array.from({ length: count }, () => {
      const x = this.between(-100, W + 100);
      const y = this.between(top, bottom);
      const w = this.between(120, 380);
      return `<ellipse cx="${r1(x)}" cy="${r1(y)}" rx="${r1(w)}" ry="${r1(w * this.between(0.05, 0.1))}"/>`;
    }).join('')}</g>`;
  }

  /** Broken horizontal lights on water, wider and sparser towards the viewer. */
  ripples(count, top, bottom, colour, { centre = W / 2, spread = W, opacity = 0.5, thick = 1 } = {}) {
    return `<g fill="${colour}">${Array.from({ length: count }, () => {
      const t = this.rng();
      const y = top + (bottom - top) * t;
      const w = this.between(8, 34) * (0.4 + t * 2.2);
      const x = centre + (this.rng() + this.rng() - 1) * (spread / 2) * (0.5 + t * 0.5);
      const h = (0.8 + t * 2.6) * thick;
      return `<rect x="${r1(x - w / 2)}" y="${r1(y)}" width="${r1(w)}" height="${r1(h)}" rx="${r1(h / 2)}" opacity="${r1(opacity * this.between(0.4, 1) * 10) / 10}"/>`;
    }).join('')}</g>`;
  }

  birds(count, x, y, size, colour) {
    return Array.from({ length: count }, () => {
      const bx = x + this.between(-90, 90);
      const by = y + this.between(-40, 40);
      const s = size * this.between(0.6, 1.2);
      return `<path d="M${r1(bx - s)} ${r1(by - s * 0.25)}Q${r1(bx - s * 0.4)} ${r1(by - s * 0.55)} ${r1(bx)} ${r1(by)}Q${r1(bx + s * 0.4)} ${r1(by - s * 0.55)} ${r1(bx + s)} ${r1(by - s * 0.25)}" fill="none" stroke="${colour}" stroke-width="${r1(s * 0.16)}" stroke-linecap="round"/>`;
    }).join('');
  }

  /** The whole document, under a fine grain and a breath of shade at the corners. */
  svg({ grain = 0.16, vignette = 0.28 } = {}) {
    const shade = this.radial(
      [
        [0, '#000', 0],
        [0.62, '#000', 0],
        [1, '#000', vignette],
      ],
      [0.5, 0.48, 0.78],
    );
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" width="${W}" height="${H}"><defs>
<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.55" numOctaves="2" seed="7"/><feColorMatrix values="0.33 0.33 0.33 0 0 0.33 0.33 0.33 0 0 0.33 0.33 0.33 0 0 0 0 0 0 1"/></filter>
${this.defs.join('\n')}</defs>${this.body.join('\n')}${rect(0, 0, W, H, shade)}<rect width="${W}" height="${H}" filter="url(#grain)" opacity="${grain}" style="mix-blend-mode:soft-light"/></svg>`;
  }
}

function stopMarkup(stops) {
  return stops
    .map(
      ([offset, colour, opacity = 1]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join('');
}

export const rect = (x, y, w, h, fill, extra = '') =>
  `<rect x="${r1(x)}" y="${r1(y)}" width="${r1(w)}" height="${r1(h)}" fill="${fill}" ${extra}/>`;
export const circle = (cx, cy, r, fill, extra = '') =>
  `<circle cx="${r1(cx)}" cy="${r1(cy)}" r="${r1(r)}" fill="${fill}" ${extra}/>`;
export const ellipse = (cx, cy, rx, ry, fill, extra = '') =>
  `<ellipse cx="${r1(cx)}" cy="${r1(cy)}" rx="${r1(rx)}" ry="${r1(ry)}" fill="${fill}" ${extra}/>`;
export const path = (d, fill, extra = '') => `<path d="${d}" fill="${fill}" ${extra}/>`;
export const poly = (points, fill, extra = '') =>
  `<polygon points="${points.map(([x, y]) => `${r1(x)},${r1(y)}`).join(' ')}" fill="${fill}" ${extra}/>`;
export const line = (x1, y1, x2, y2, stroke, width, extra = '') =>
  `<line x1="${r1(x1)}" y1="${r1(y1)}" x2="${r1(x2)}" y2="${r1(y2)}" stroke="${stroke}" stroke-width="${width}" ${extra}/>`;
export const group = (content, extra = '') => `<g ${extra}>${[content].flat(9).join('')}</g>`;
/** `count` values of `make(i, i / count)`, joined. */
export const many = (count, make) => Array.from({ length: count }, (_, i) => make(i, i / count)).join('');

/** A fir, its foot at (x, y). */
export function fir(x, y, height, colour) {
  const w = height * 0.36;
  return many(4, (i) => {
    const top = y - height + i * height * 0.2;
    const half = (w / 2) * (0.42 + i * 0.2);
    return poly(
      [
        [x, top],
        [x - half, top + height * 0.36],
        [x + half, top + height * 0.36],
      ],
      colour,
    );
  });
}

/** A palm, its foot at (x, y), leaning by `lean` pixels. */
export function palm(scene, x, y, height, lean, trunk, leaf) {
  const tx = x + lean;
  const ty = y - height;
  const w = height * 0.032;
  const stem = path(
    `M${x - w} ${y}Q${x + lean * 0.15} ${y - height * 0.55} ${tx - w * 0.5} ${ty}L${tx + w * 0.5} ${ty}Q${x + lean * 0.15 + w * 2} ${y - height * 0.5} ${x + w} ${y}Z`,
    trunk,
  );
  const fronds = many(11, (_, t) => {
    const angle = -Math.PI * 1.12 + t * Math.PI * 1.36 + scene.between(-0.08, 0.08);
    const length = height * scene.between(0.34, 0.44);
    const ex = tx + Math.cos(angle) * length;
    const ey = ty + Math.sin(angle) * length * 0.62 + length * 0.3;
    const mx = tx + Math.cos(angle) * length * 0.55;
    const my = ty + Math.sin(angle) * length * 0.85 - length * 0.12;
    return path(
      `M${r1(tx)} ${r1(ty)}Q${r1(mx)} ${r1(my)} ${r1(ex)} ${r1(ey)}Q${r1(mx + height * 0.02)} ${r1(my + height * 0.07)} ${r1(tx)} ${r1(ty)}Z`,
      leaf,
    );
  });
  return stem + fronds;
}

/** A round leafy tree made of overlapping discs. */
export function tree(scene, x, y, size, trunk, leaves) {
  return (
    path(
      `M${r1(x - size * 0.06)} ${y}L${r1(x - size * 0.025)} ${r1(y - size * 0.7)}L${r1(x + size * 0.025)} ${r1(y - size * 0.7)}L${r1(x + size * 0.06)} ${y}Z`,
      trunk,
    ) +
    many(14, (i) => {
      const a = scene.between(0, 6.28);
      const d = Math.sqrt(scene.rng()) * size * 0.3;
      return circle(
        x + Math.cos(a) * d,
        y - size * 0.78 + Math.sin(a) * d * 0.8,
        size * scene.between(0.13, 0.22),
        leaves[i % leaves.length],
      );
    })
  );
}
