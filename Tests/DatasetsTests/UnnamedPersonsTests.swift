import Datasets
import Faces
import Testing

@Suite struct UnnamedPersonsTests {
  private func hints(_ faces: [(String, String?)], _ clusters: [String?]) -> [String] {
    UnnamedPersons(faces.map { FaceRecord(image: $0.0, subject: $0.1) })
      .hints(duplicateClusters: clusters)
  }

  @Test func aSharedPhotographIsASign() {
    let found = hints(
      [("a.jpg", "S1"), ("b.jpg", nil), ("c.jpg", nil), ("d.jpg", "S2"), ("e.jpg", "s1")],
      ["x", "x", nil, "x", nil])
    #expect(found.count == 2)
    #expect(
      found[0].hasPrefix(
        "1 face without a subject and with the photograph of one that has one (b.jpg with a.jpg of "
          + "“S1”)"))
    #expect(found[1].contains("1 photograph with several subjects (a.jpg of “S1”, d.jpg of “S2”)"))
    #expect(hints([("a.jpg", "S1"), ("b.jpg", "s1 ")], ["x", "x"]).isEmpty)
    #expect(hints([("a.jpg", nil), ("b.jpg", nil)], ["x", "x"]).isEmpty)
  }

  @Test func aKnownNameInAFilesNameIsASign() {
    let faces: [(String, String?)] = [
      ("s01_happy.jpg", "S01"), ("x/s01_sad.jpg", nil), ("s011_sad.jpg", nil), ("12_01.jpg", "12"),
      ("12_02.jpg", nil),
    ]
    let found = hints(faces, faces.map { _ in nil })
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("1 face without a subject and named like a known one"))
    #expect(found[0].contains("x/s01_sad.jpg like “S01”"))
  }
}
