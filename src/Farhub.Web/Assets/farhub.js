// What pages gain by a script: they stay right while one looks, what is to be copied is copied by a press, lists are searched while one types.
// Everything works without it.

const live = () => document.body.dataset.live === 'on';

// --- The page as it is now, in the place of the page as it was. What somebody is filling in or has opened stays as it is. ---

const keyOf = node => node.nodeType === 1 ? node.dataset.key || node.id || '' : '';

function alike(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
}

function morph(old, now) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== now.nodeValue) old.nodeValue = now.nodeValue;
    return;
  }
  if (old.nodeName === 'FORM' && old.dataset.touched) return;
  for (const { name } of [...old.attributes]) {
    if (!now.hasAttribute(name) && !(name === 'open' || name === 'hidden')) old.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    if (name !== 'open' && name !== 'hidden' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  let next = old.firstChild;
  const byKey = new Map();
  for (const child of old.children) if (keyOf(child)) byKey.set(keyOf(child), child);
  for (const child of [...now.childNodes]) {
    const key = keyOf(child);
    const found = key ? byKey.get(key) : next && alike(next, child) ? next : null;
    if (found && alike(found, child)) {
      if (found === next) next = next.nextSibling;
      else old.insertBefore(found, next);
      morph(found, child);
    } else {
      old.insertBefore(document.importNode(child, true), next);
    }
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

let fetching = false, again = false, last = 0, timer = 0;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (answer.redirected || !answer.ok) {
      location.reload();
      return;
    }
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (live()) {
      document.title = now.title;
      morph(document.querySelector('.bar'), now.querySelector('.bar'));
      now.getElementById('notice').replaceWith(document.getElementById('notice').cloneNode(true));
      morph(document.getElementById('main'), now.getElementById('main'));
      dress(document);
    }
  } catch {
    // The hub is away for a moment: when the stream is back, the page is asked for again.
  } finally {
    fetching = false;
    last = performance.now();
    if (again) {
      again = false;
      soon();
    }
  }
}

// At most twice a second, and a moment late, so that what comes together is shown together.
function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(60, last + 500 - performance.now()));
}

let stream = null;

function follow() {
  if (stream || !live() || document.hidden) return;
  let isFirst = true;
  stream = new EventSource('/live');
  stream.addEventListener('open', () => {
    document.body.dataset.stream = 'open';
    // What happened while nobody listened.
    if (!isFirst || last) soon();
    isFirst = false;
  });
  stream.addEventListener('message', soon);
  stream.addEventListener('error', () => { document.body.dataset.stream = 'lost'; });
}

// A browser has six connections to a hub for all its tabs: those nobody looks at give theirs back.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else {
    last = last || 1;
    follow();
  }
});

setInterval(async () => {
  const lines = document.querySelectorAll('[data-traffic]');
  if (!lines.length || document.hidden || !live()) return;
  try {
    const answer = await fetch('/live/traffic');
    if (!answer.ok) return;
    const flows = await answer.json();
    for (const line of lines) {
      const flow = flows[line.dataset.traffic];
      if (!flow) continue;
      line.querySelector('polyline').setAttribute('points', flow.points);
      line.querySelector('.sub').textContent = flow.text;
    }
  } catch {
    // As above.
  }
}, 2000);

// --- Small conveniences ---

function filter(input) {
  const list = document.getElementById(input.dataset.filter);
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  // What only stands between the items, as a heading does, is not counted, and away while one searches.
  let all = 0;
  for (const item of list?.children ?? []) {
    const isItem = !('between' in item.dataset);
    const text = isItem ? item.textContent.toLowerCase() : '';
    item.hidden = !words.every(w => text.includes(w));
    all += isItem;
    shown += isItem && !item.hidden;
  }
  const count = document.querySelector(`[data-filter-count="${input.dataset.filter}"]`);
  if (count && list) count.textContent = `${shown} of ${all}`;
}

function dress(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.hidden = !navigator.clipboard;
  for (const button of root.querySelectorAll('[data-noscript]')) button.hidden = true;
  for (const input of root.querySelectorAll('[data-filter]')) if (input.value) filter(input);
}

document.addEventListener('input', event => {
  if (event.target.form?.method === 'post') event.target.form.dataset.touched = 'yes';
  if (event.target.dataset.filter) filter(event.target);
});

document.addEventListener('change', event => {
  if ('submit' in event.target.dataset) event.target.form.requestSubmit();
});

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent.trim());
  const label = button.querySelector('span');
  label.textContent = 'Copied';
  setTimeout(() => { label.textContent = 'Copy'; }, 1500);
});

// The other forms of a search are sent only when something is asked.
document.addEventListener('submit', event => {
  for (const field of event.target.method === 'get' ? event.target.elements : []) if (field.value === '') field.disabled = true;
});

dress(document);
// A telephone shows four of the menu: the one that one is in is to be among them.
function showWhere() {
  const current = document.querySelector('.menu [aria-current]');
  if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - (current.parentElement.clientWidth - current.offsetWidth) / 2;
}

showWhere();
addEventListener('resize', showWhere);
document.querySelector('[data-focus]')?.focus();
follow();
