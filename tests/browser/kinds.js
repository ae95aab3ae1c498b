// Every kind of page there is, each with an address that shows it. A kind whose page is missing fails: nothing is left out.

/**
 * @param {string} site Where the site is.
 * @param {object} examples Schools, groups and areas of the fictional country.
 * @returns {Promise<{name: string, address: string, status: number}[]>}
 */
export async function kinds(site, examples) {
    const { school, primary, closed, special, without, trust, federation, authority, region } = examples;
    const weights = "weights=pupils.number:2,pupils.fsm6:1";
    const [like, naming] = await neighbours(site, school);
    const kept = await keep(site, `/school/${school.urn}/similar?k=5`);
    const snapshot = await snapshotOf(site);
    const study = await studied(site, "/what-works/joining-a-trust/converters-primary-ks2");
    return [
        page("home", "/"),
        page("search with results", "/search?q=school"),
        page("search for a name", `/search?q=${encodeURIComponent(school.name)}`),
        page("search without a result", "/search?q=xyzzyqwertz"),
        page("search with filters", "/search?q=&kind=school&status=open&phase=secondary"),
        page("search by distance", "/search?kind=school&status=open&sort=distance&near=" + encodeURIComponent(school.postcode)),
        page("an open school", `/school/${school.urn}`),
        page("an open primary school", `/school/${primary.urn}`),
        page("a closed school", `/school/${closed.urn}`),
        page("a special school", `/school/${special.urn}`),
        page("results over time", `/school/${school.urn}/performance`),
        page("results over time of a primary school", `/school/${primary.urn}/performance`),
        page("results over time of a special school", `/school/${special.urn}/performance`),
        page("history", `/school/${school.urn}/history`),
        page("history of a closed school", `/school/${closed.urn}/history`),
        page("similar schools", `/school/${school.urn}/similar`),
        page("similar schools by another method", `/school/${school.urn}/similar?method=fft-default`),
        page("similar schools as bars", `/school/${school.urn}/similar?view=bars`),
        page("similar schools by parts", `/school/${school.urn}/similar?view=parts`),
        page("similar schools with filters", `/school/${school.urn}/similar?k=10&within=400&own-trust=out`),
        page("similar schools by your weights", `/school/${school.urn}/similar?${weights}`),
        page("the form of your weights", `/school/${school.urn}/similar/weights`),
        page("who names the school", `/school/${naming}/similar?direction=named-by`),
        page("similar schools of the same ages and faith", `/school/${school.urn}/similar?same=ages&same=faith&k=10`),
        page("similar schools with a shortlist", `/school/${school.urn}/similar?add=${like}`),
        page("the three questions about partners", `/school/${school.urn}/partners`),
        page("partners for a need", `/school/${primary.urn}/partners?need=attendance&need=maths&within=180&alike=less&sure=less&show=all`),
        page("no partner near enough", `/school/${school.urn}/partners?need=attendance&within=1`),
        page("partners of a special school", `/school/${special.urn}/partners?need=attendance`),
        page("partners of a school that is not compared", `/school/${without.urn}/partners`),
        page("an empty shortlist", `/school/${school.urn}/shortlist`),
        page("a shortlist", `/school/${school.urn}/shortlist?add=${like}&add=${primary.urn}&add=999999`),
        page("a school without a list", `/school/${without.urn}/similar`),
        page("a pair", `/school/${school.urn}/similar/${like}`),
        page("a trust", `/trust/${trust.uid}`),
        page("a federation", `/trust/${federation.uid}`),
        page("a local authority", `/local-authority/${authority.code}`),
        page("a region", `/region/${region.slug}`),
        page("the guide", "/guide"),
        page("all ways of working together", "/guide/models"),
        page("ways that keep what is to be kept", "/guide/models?keep=governors&keep=way-out&order=depth"),
        page("a way of working together", "/guide/models/federation"),
        page("a way that has ended", "/guide/models/teaching-school-alliance"),
        page("the choice of a way", "/guide/choose"),
        page("the choice of a way by a small school", `/guide/choose?urn=${primary.urn}&size=below100&aim=pupil-attainment&keep=head&keep=governors&offer=leader-days&time=a-year`),
        page("the question where a school stands", "/guide/where-do-we-stand"),
        page("where a school in special measures stands", "/guide/where-do-we-stand?school=voluntary-aided&religious=yes&category=special-measures&report-on=2026-07-10&on=2026-11-01"),
        page("who does what", "/guide/who-does-what"),
        page("the list of how it is done", "/guide/procedures"),
        page("how a federation is formed", "/guide/procedures/federation-formation"),
        page("how a school once got support", "/guide/procedures/support-deployment?version=1"),
        page("the procedures under way", "/procedures"),
        page("the consultations", "/consultations"),
        page("words of the field", "/guide/words"),
        page("what is claimed of partnerships", "/evidence?about=federations"),
        page("one claim", "/evidence/federations-better-later"),
        page("what is claimed, all of it", "/evidence"),
        page("schemes and funds", "/initiatives"),
        page("what works", "/what-works"),
        page("a study of joining a trust", study),
        page("all studies together", "/what-works/together"),
        page("what works for one school", `/school/${primary.urn}/what-works`),
        page("how studies are made", "/method/what-works"),
        page("the workbench", "/workbench"),
        page("the data catalogue", "/data"),
        page("the file of the panel", "/data/panel"),
        page("the measures", "/data/measures"),
        page("a measure", "/data/measures/pupils.number"),
        page("a year of a measure", "/data/measures/pupils.number/2024"),
        page("an import", `/data/imports/${snapshot}`),
        page("the methods", "/method"),
        page("a method", "/method/dfe-2026-secondary-02"),
        page("travel and the coast", "/method/travel"),
        page("how schools are placed with trusts", "/method/placements"),
        page("a past closure", "/method/placements/closure"),
        page("the versions of the criteria", "/criteria"),
        page("a version of the criteria", "/criteria/1"),
        page("trusts near a school", `/school/${school.urn}/trusts`),
        page("trusts of any phase near a primary school", `/school/${primary.urn}/trusts?with=any&show=all`),
        page("trusts near a special school", `/school/${special.urn}/trusts`),
        page("trusts near a closed school", `/school/${closed.urn}/trusts`),
        page("changes", "/changes"),
        page("accessibility", "/accessibility"),
        page("status", "/status"),
        page("the journal", "/journal"),
        page("who can help with what", "/directory"),
        page("posts near a school", `/directory?kind=post&q=senco&days=2.5&minutes=30&near=${school.urn}`),
        page("what of a question was passed over", "/directory?near=nowhere&minutes=many"),
        page("what came of introductions", "/introductions"),
        page("an entry of the directory that is not there", "/directory/l0000000000", 404),
        page("sign in", "/sign-in"),
        page("privacy", "/privacy"),
        page("a view that was kept", kept),
        page("an address without a page", "/no-such-page", 404),
        page("a school that is not in the files", "/school/999999", 404),
        page("a question that cannot be answered", `/school/${school.urn}/similar?method=none`, 400),
    ];
}

function page(name, address, status = 200) {
    return { name, address, status };
}

/** The school's first neighbour, and a school that somebody names. */
async function neighbours(site, school) {
    const answer = await fetch(`${site}/school/${school.urn}/similar.json?k=5`);
    const text = answer.ok ? await answer.text() : "";
    const others = [...text.matchAll(/"urn":\s*"?(\d{6})/gi)].map(([, urn]) => urn).filter((urn) => urn !== school.urn);
    return [others[0], others[0]];
}

/** Keeps a view as the button "Keep this view" does, and gives its address; where that fails, one that answers 404. */
async function keep(site, address) {
    const answer = await fetch(`${site}/p`, { method: "POST", headers: { origin: site }, body: new URLSearchParams({ address }), redirect: "manual" });
    const where = answer.headers.get("location");
    return where ? new URL(where, site).pathname : "/p/was-not-kept";
}

/** The address of a study, once the job behind the pages has run it: a page that says only that it is to come is not looked at. */
async function studied(site, address) {
    for (let tries = 0; tries < 600; tries++) {
        if ((await (await fetch(site + address)).text()).includes("The estimate")) return address;
        await new Promise((next) => setTimeout(next, 100));
    }
    throw new Error(`${address} has no estimate after a minute.`);
}

async function snapshotOf(site) {
    const answer = await fetch(`${site}/health/ready`);
    return (await answer.json()).snapshot;
}
