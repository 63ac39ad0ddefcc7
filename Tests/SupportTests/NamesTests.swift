import Support
import Testing

@Suite struct NamesTests {
  @Test(arguments: [
    ("emotoin", "emotion"), ("Emotions", "emotion"), ("AGE", "age"), ("ags", "age"),
    ("vote", "votes"), ("relFCs", nil), ("note", nil), ("remarks", nil), ("id", nil), ("x", nil),
  ])
  func whatWasMeantIsFound(written: String, meant: String?) {
    let known = ["age", "age_sd", "emotion", "image", "split", "votes"]
    #expect(Misspelling.meant(by: written, among: known) == meant)
  }

  @Test(arguments: [
    ("a", "a"), (" a ", "a"), ("\t a b\t", "a b"), ("", ""), ("  ", ""), ("é ", "é"), ("\n", "\n"),
  ])
  func cellsLoseTheBlanksAroundThem(cell: String, trimmed: String) {
    #expect(Cell.trimmed(cell) == trimmed)
  }

  @Test func pathsThatLookAlikeAreTwo() {
    let (composed, decomposed) = ("a/\u{E9}.png", "a/e\u{301}.png")
    #expect(composed == decomposed)
    #expect(PathKey(composed) != PathKey(decomposed))
    #expect(Set([composed, decomposed, composed].map { PathKey($0) }).count == 2)
    #expect(PathKey("a") < PathKey("b") && PathKey(decomposed) < PathKey(composed))
  }
}
