import { describe, expect, it } from 'vitest';
import { escapeHtml, Markup, markup, scriptJson } from '../../../src/report/html/markup.ts';

describe('markup', () => {
  it('escapes what is put into it, in elements and in attributes', () => {
    const text = `<script>"&'`;
    expect(markup`<b title="${text}">${text}</b>`.text).toBe(
      '<b title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</b>',
    );
    expect(escapeHtml('plain')).toBe('plain');
  });

  it('takes markup as it is, joins lists and leaves out what is undefined', () => {
    const items = ['<1>', '2'].map((text) => markup`<li>${text}</li>`);
    expect(markup`<ul>${items}</ul>${undefined}${3}`.text).toBe('<ul><li>&lt;1&gt;</li><li>2</li></ul>3');
    expect(markup`${new Markup('<br>')}`.text).toBe('<br>');
  });

  it('writes JSON into a script so that nothing in it ends the script, and it reads back as it was', () => {
    const value = { text: '</script><script>alert(1)</script><!--  &amp;', list: [1, '<'] };
    const { text } = scriptJson(value);
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});
