(() => {
  const form = document.getElementById('filter');
  const told = document.getElementById('told');
  const all = [...document.querySelectorAll('article[data-class]')];
  const show = () => {
    const asked = new FormData(form);
    const classes = new Set(asked.getAll('class'));
    const words = String(asked.get('words')).toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const one of all) {
      const text = one.textContent.toLowerCase();
      one.hidden = !classes.has(one.dataset.class) || !words.every((word) => text.includes(word));
      count += one.hidden ? 0 : 1;
    }
    told.textContent = `${count} of ${all.length} changes`;
  };
  form.hidden = false;
  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  show();
})();
