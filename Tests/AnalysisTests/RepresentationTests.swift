import Analysis
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct RepresentationTests {
  private func face(
    _ number: Int, _ group: AgeGroup?, _ emotion: Emotion?, split: Split = .test
  ) -> FaceRecord {
    FaceRecord(
      image: "\(number)", subject: "\(number)", emotion: emotion, ageGroup: group, split: split)
  }

  @Test func choosesTestFacesUpToTheLimitOfEachCell() {
    let many = (0..<300).map { face($0, .adult, .happy) }
    let few = (300..<310).map { face($0, .toddler, .sad) }
    let others = [
      face(310, nil, .sad), face(311, .adult, nil), face(312, .adult, .fear, split: .train),
    ]
    let records = others + many + few
    let chosen = Representation.choice(of: records, seed: 4)
    #expect(chosen == chosen.sorted() && Set(chosen).count == chosen.count)
    #expect(chosen.count { records[$0].ageGroup == .adult } == Representation.facesOfACell)
    #expect(chosen.count { records[$0].ageGroup == .toddler } == 10)
    #expect(chosen.count == Representation.facesOfACell + 10)
    #expect(Representation.choice(of: records, seed: 4) == chosen)
    #expect(Representation.choice(of: records, seed: 5) != chosen)
  }

  @Test func averagesMapsByAgeGroupAndEmotion() throws {
    let faces = [
      face(0, .adult, .happy), face(1, .toddler, .sad), face(2, .adult, .happy),
      face(3, .adult, .happy), face(4, .teenager, .fear),
    ]
    let maps: [[Double]?] = [
      [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1], [0, 0, 0.5, 0.5, 0, 0], nil, nil,
    ]
    let view = ModelView(
      model: "infant", layer: "layer2", mapShape: [2, 3],
      features: Array(repeating: [1], count: 5), maps: maps)
    let representation = try Representation(
      faces: faces, labels: .emotions7, ages: .study, views: [view], seed: 1)
    let cells = representation.saliency[0].cells
    #expect(cells.map(\.ageGroup) == [.toddler, .teenager, .adult])
    #expect(cells.map(\.emotion) == [.sad, .fear, .happy])
    #expect(cells.map(\.n) == [1, 0, 2])
    #expect(cells.map(\.withoutMap) == [0, 1, 1])
    #expect(
      cells.map(\.map) == [[[0, 0, 0], [0, 0, 1]], nil, [[0.5, 0, 0.25], [0.25, 0, 0]]])
    #expect(representation.similarities.isEmpty)
  }

  @Test func comparesEveryTwoModelsByAgeGroup() throws {
    var generator = SeededGenerator(seed: 2, stream: "features")
    let faces = (0..<20).map { face($0, $0 < 17 ? .adult : .toddler, .happy) }
    let features = faces.map { _ in (0..<4).map { _ in generator.uniform(-1, 1) } }
    func view(_ name: String, _ features: [[Double]]) -> ModelView {
      ModelView(
        model: name, layer: nil, mapShape: nil, features: features,
        maps: Array(repeating: nil, count: features.count))
    }
    let turned = features.map { [3 * $0[3] + 1, -3 * $0[0], 3 * $0[2], 3 * $0[1]] }
    let representation = try Representation(
      faces: faces, labels: .emotions7, ages: .study,
      views: [
        view("a", features), view("b", turned), view("c", features.map { _ in [1, 2] }),
      ], seed: 1)
    #expect(representation.saliency.allSatisfy { $0.cells.isEmpty && $0.layer == nil })
    #expect(
      representation.similarities.map { [$0.first, $0.second] }
        == [["a", "b"], ["a", "c"], ["b", "c"]])
    let groups = representation.similarities[0].groups
    #expect(groups.map(\.n) == [3, 0, 0, 0, 17])
    #expect(groups.map { $0.similarity == nil } == [true, true, true, true, false])
    let same = try #require(groups[4].similarity)
    #expect(abs(same.value - 1) < 1e-9 && abs(same.lower - 1) < 1e-9)
    #expect(representation.similarities[1].groups.allSatisfy { $0.similarity == nil })
  }

  @Test func readsWhatItWroteAndRefusesOthers() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("representation.json")
    let view = ModelView(
      model: "infant", layer: "layer2", mapShape: [1, 2], features: [[1]], maps: [[0.25, 0.75]])
    let representation = try Representation(
      faces: [face(0, .adult, .happy)], labels: .emotions7, ages: .study, views: [view], seed: 1)
    try representation.write(to: file)
    #expect(try Representation(contentsOf: file, of: .study) == representation)
    let other = try folder.write("{}", to: "other.json")
    let error = #expect(throws: SmilestoneError.self) {
      try Representation(contentsOf: other, of: .study)
    }
    #expect(error?.message.contains(other.path) == true)
  }
}
