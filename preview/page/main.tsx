import { render } from 'preact';
import './page.css';
import { App } from './app.tsx';

const place = document.querySelector('#page');
if (place !== null) render(<App />, place);
