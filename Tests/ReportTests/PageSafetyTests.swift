import Report
import TestSupport
import Testing

/// What data and libraries hold stays text, and nothing leaves the page.
@Suite struct PageSafetyTests {
  @Test func theWholePageShowsTextFromDataAsText() throws {
    let hostile = "<script>hacked()</script>\"'&amp; 😀 \u{202E}עברית\u{0}"
    let input = try Demo.hostileInput(hostile)
    let page = try Page(input)
    let escaped =
      "&lt;script&gt;hacked()&lt;/script&gt;&quot;&#39;&amp;amp; 😀 \u{202E}עברית\u{FFFD}"
    #expect(page.text.ranges(of: escaped).count > 30)
    #expect(!page.text.contains("<script>hacked"))
    // The charts' and the faces' data, the library and the page's own script; nothing else.
    #expect(page.text.ranges(of: "<script").count == 4)
    #expect(page.text.ranges(of: "</script").count == 4)
  }

  @Test func theWholePageAsksTheNetworkForNothing() throws {
    let page = try Page(Demo.input())
    for address in ["http://", "https://", "url("] { #expect(!page.text.contains(address)) }
    #expect(try page.part("<head>").contains("default-src 'none'"))
  }

  @Test func keepsTheLibraryInsideItsElement() throws {
    let bundle = try standInBundle("window.vegaEmbed = '</script><!--</SCRIPT>';")
    let page = try Page(Demo.input(), bundle: bundle)
    #expect(page.text.contains(#"window.vegaEmbed = '\x3c/script>\x3c!--\x3c/SCRIPT>';"#))
  }
}
