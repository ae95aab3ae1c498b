// A small runner: each check is a sentence, two are at work at a time, and the last line counts them.

const checks = [];

/**
 * Puts a check on the list.
 * @param {string} sentence What holds when it passes; printed as it is.
 * @param {() => Promise<void>} act Throws when it does not hold.
 */
export function holds(sentence, act) {
    checks.push({ sentence, act });
}

/** Throws with all that is wrong, or does nothing when the list is empty. */
export function nothing(wrong) {
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

/**
 * Runs what is on the list, in its order, and prints a line as each ends.
 * @param {number} lanes How many may be at work at a time.
 * @param {number} seconds How long one may take.
 * @param {string} only Only sentences with these words in them; empty for all.
 * @returns {Promise<number>} How many failed.
 */
export async function run(lanes, seconds, only = "") {
    const chosen = checks.filter((check) => check.sentence.includes(only));
    const waiting = [...chosen];
    let failed = 0;
    const lane = async () => {
        for (let check = waiting.shift(); check; check = waiting.shift()) {
            const began = performance.now();
            const trouble = await attempt(check.act, seconds);
            if (trouble) failed++;
            const took = `(${((performance.now() - began) / 1000).toFixed(1)} s)`;
            console.log(trouble ? `FAILED ${check.sentence} ${took}\n${indented(trouble)}` : `Passed ${check.sentence} ${took}`);
        }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    console.log(`${chosen.length - failed} passed, ${failed} failed`);
    return failed;
}

async function attempt(act, seconds) {
    let timer;
    const late = new Promise((_, refuse) => {
        timer = setTimeout(() => refuse(new Error(`It took longer than ${seconds} seconds.`)), seconds * 1000);
    });
    try {
        await Promise.race([act(), late]);
        return null;
    } catch (trouble) {
        return trouble.message.split("\n").slice(0, 40).join("\n");
    } finally {
        clearTimeout(timer);
    }
}

function indented(text) {
    return text.replace(/^/gm, "    ");
}
