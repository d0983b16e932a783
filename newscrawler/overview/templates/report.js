// Filters the list of articles: every word must be a part of a title, a newspaper, a section or a time.
"use strict";
(() => {
    const box = document.getElementById("search");
    if (!box) return;
    const [words, count] = box.querySelectorAll("input, output");
    const plain = text => text.normalize("NFC").toLowerCase();
    const rows = [...document.querySelectorAll(".articles li")].map(row => [row, plain(row.textContent)]);
    const filter = () => {
        const wanted = plain(words.value).split(/\s+/);
        let found = 0;
        for (const [row, text] of rows) {
            row.hidden = !wanted.every(word => text.includes(word));
            found += !row.hidden;
        }
        count.textContent = `${found.toLocaleString("ko")}건`;
    };
    words.addEventListener("input", filter);
    box.hidden = false;
    filter();
})();
