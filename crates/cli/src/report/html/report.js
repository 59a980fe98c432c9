"use strict";
(() => {
  const search = document.getElementById("filter");

  // What is folded is printed, too; afterwards it is as it was.
  let folded = [];
  const unfoldForPrint = () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const details of folded) details.open = true;
  };
  const foldAgain = () => {
    for (const details of folded) details.open = false;
    folded = [];
  };
  window.addEventListener("beforeprint", unfoldForPrint);
  window.addEventListener("afterprint", foldAgain);

  // A link into something folded unfolds it, and one to a finding that is filtered out clears the filter.
  const reveal = () => {
    const target = document.getElementById(window.location.hash.slice(1));
    if (!target) return;
    if (target.hidden && search) {
      clear();
    }
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    target.scrollIntoView();
  };
  let clear = () => {};
  window.addEventListener("hashchange", reveal);

  if (search) {
    const groups = [...document.querySelectorAll("details.solution")].map((element) => ({
      element,
      index: element.dataset.solution,
      wasOpen: null,
      files: [...element.querySelectorAll(":scope > .file")].map((file) => ({
        element: file,
        title: [...file.querySelectorAll(":scope > h4, :scope > .path")].map((line) => line.textContent.toLowerCase()).join(" "),
        findings: [...file.querySelectorAll(":scope > .finding")].map((finding) => ({
          element: finding,
          rule: finding.dataset.rule,
          severity: finding.dataset.severity,
          words: null,
        })),
      })),
    }));
    const total = groups.reduce((sum, group) => sum + group.files.reduce((all, file) => all + file.findings.length, 0), 0);
    const text = document.getElementById("filter-text");
    const solution = document.getElementById("filter-solution");
    const rule = document.getElementById("filter-rule");
    const severities = [...search.querySelectorAll("input[type=checkbox]")];
    const shown = document.getElementById("shown");
    const none = document.getElementById("none");
    const count = (number) => `${number} finding${number === 1 ? "" : "s"}`;

    const fits = (finding, file, wanted) => {
      if (!wanted.severities.has(finding.severity)) return false;
      if (wanted.rule && finding.rule !== wanted.rule) return false;
      if (wanted.words.length === 0) return true;
      // Read when it is first searched: thousands of findings cost nothing before.
      finding.words ??= finding.element.textContent.toLowerCase() + " " + file.title;
      return wanted.words.every((word) => finding.words.includes(word));
    };
    const apply = () => {
      const wanted = {
        severities: new Set(severities.filter((box) => box.checked).map((box) => box.value)),
        rule: rule.value,
        words: text.value.toLowerCase().split(/\s+/).filter(Boolean),
      };
      const narrowed = wanted.words.length > 0 || wanted.rule !== "" || solution.value !== "";
      let all = 0;
      for (const group of groups) {
        const asked = solution.value === "" || solution.value === group.index;
        let ofGroup = 0;
        for (const file of group.files) {
          let ofFile = 0;
          for (const finding of file.findings) {
            const fit = asked && fits(finding, file, wanted);
            finding.element.hidden = !fit;
            if (fit) ofFile += 1;
          }
          file.element.hidden = ofFile === 0;
          ofGroup += ofFile;
        }
        group.element.hidden = ofGroup === 0;
        // What is found is shown; afterwards it is as it was.
        if (narrowed) {
          group.wasOpen ??= group.element.open;
          if (ofGroup > 0) group.element.open = true;
        } else if (group.wasOpen !== null) {
          group.element.open = group.wasOpen;
          group.wasOpen = null;
        }
        all += ofGroup;
      }
      none.hidden = all > 0;
      shown.textContent = all === total ? count(total) : `${all} of ${count(total)}`;
    };
    clear = () => {
      text.value = "";
      solution.value = "";
      rule.value = "";
      for (const box of severities) box.checked = true;
      apply();
    };
    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    };
    text.addEventListener("input", soon);
    search.addEventListener("change", apply);
    document.getElementById("clear").addEventListener("click", clear);

    const unfold = document.getElementById("unfold");
    unfold.addEventListener("click", () => {
      const open = unfold.dataset.open !== "yes";
      for (const details of document.querySelectorAll("details.solution, .finding details")) details.open = open;
      unfold.dataset.open = open ? "yes" : "no";
      unfold.textContent = open ? "Fold all" : "Unfold all";
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        text.focus();
      } else if (event.key === "Escape" && event.target === text && text.value !== "") {
        text.value = "";
        apply();
      }
    });
    search.hidden = false;
    // A browser that comes back to the page may have kept what was chosen.
    apply();
  }
  reveal();
})();
