// What an editor types as a title becomes a short and readable address: as proposed_slug() in core/slugs.py does.
const LONGEST = 40;
const LONGEST_ENCODED = 150;
const LITTLE_WORD = 3;
const SPELT_OUT = { "œ": "oe", "æ": "ae", "ß": "ss" };

function folded(letter) {
  const base = letter.normalize("NFD")[0];
  return base < "\u0080" ? base : letter;
}

function proposedSlug(title) {
  const text = title
    .toLowerCase()
    .normalize("NFC")
    .replace(/(?<![\p{L}\p{N}_])[\p{L}\p{N}_]{1,2}['’ʼ]/gu, " ")
    .replace(/['’ʼـ]|\p{M}/gu, "")
    .replace(/[œæß]/g, (letter) => SPELT_OUT[letter]);
  const words = [...text].map(folded).join("").match(/[\p{L}\p{N}]+/gu) || [];
  const slug = words.slice(0, 1);
  for (const word of words.slice(1)) {
    const longer = [...slug, word].join("-");
    if (longer.length > LONGEST || encodeURIComponent(longer).length > LONGEST_ENCODED) {
      while (slug.length > 1 && slug.at(-1).length <= LITTLE_WORD) slug.pop();
      break;
    }
    slug.push(word);
  }
  return slug.join("-").slice(0, LONGEST);
}

// Wagtail sends the title to the slug's field with these two events.
for (const name of ["w-sync:check", "w-sync:apply"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event.target.name === "slug") event.detail.value = proposedSlug(event.detail.value || "");
    },
    true,
  );
}
