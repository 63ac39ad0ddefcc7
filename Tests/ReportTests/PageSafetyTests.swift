import Report
import Testing

/// What data and libraries hold stays text, and nothing leaves the page.
@Suite struct PageSafetyTests {
  @Test func showsTextFromDataAsText() throws {
    let hostile = "<script>hacked()</script>\"'&amp; 😀 \u{202E}עברית\u{0}"
    let input = try Demo.hostileInput(hostile)
    let page = try Page(input)
    let escaped =
      "&lt;script&gt;hacked()&lt;/script&gt;&quot;&#39;&amp;amp; 😀 \u{202E}עברית\u{FFFD}"
    #expect(page.count(of: escaped) > 30)
    #expect(!page.contains("<script>hacked"))
    // The charts' and the faces' data, the library and the page's own script; nothing else.
    #expect(page.count(of: "<script") == 4)
    #expect(page.count(of: "</script") == 4)
  }

  @Test func asksTheNetworkForNothing() throws {
    let page = try Page(Demo.input())
    #expect(!page.contains("http://"))
    #expect(!page.contains("https://"))
    #expect(!page.contains("url("))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func keepsTheLibraryInsideItsElement() throws {
    let bundle = try standInBundle("window.vegaEmbed = '</script><!--</SCRIPT>';")
    let page = try Page(Demo.input(), bundle: bundle)
    #expect(page.contains(#"window.vegaEmbed = '\x3c/script>\x3c!--\x3c/SCRIPT>';"#))
  }
}
