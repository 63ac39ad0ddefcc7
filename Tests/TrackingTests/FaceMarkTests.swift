import Faces
import Testing
import Tracking

@Suite struct FaceMarkTests {
  private func box(_ x: Double, side: Double = 60) -> FaceBox {
    FaceBox(x: x, y: 80, width: side, height: side)
  }

  private func face(_ code: String, _ boxes: [FaceBox]) throws -> Int? {
    try #require(FaceMark(code: code, onset: 0, offset: 1)).face(among: boxes, frameWidth: 320)
  }

  @Test func aSideIsTheOutermostFaceOfItsHalf() throws {
    let boxes = [box(200), box(10), box(60)]
    #expect(try face("Left", boxes) == 1)
    #expect(try face(" right", boxes) == 0)
    #expect(try face("right", [box(10)]) == nil)
  }

  @Test func aPointIsTheSmallestFaceThatHoldsIt() throws {
    let boxes = [box(10, side: 150), box(50)]
    #expect(try face("70, 100", boxes) == 1)
    #expect(try face("20,100", boxes) == 0)
    #expect(try face("300,100", boxes) == nil)
  }

  @Test(arguments: ["", "middle", "1,2,3", "1;2", "nan,1", "x,1"])
  func otherCodesAreNoMarks(_ code: String) {
    #expect(FaceMark(code: code, onset: 0, offset: 1) == nil)
  }

  /// The parent is left for a moment only, while the child is away.
  @Test func tracksAreMarkedByMostOfTheirFrames() throws {
    let mark = try #require(FaceMark(code: "left", onset: 0, offset: 10))
    var tracks = MarkedTracks([mark], frameWidth: 320)
    for step in 0..<50 {
      tracks.add([(1, box(20)), (2, box(90))], at: Double(step) / 5)
    }
    tracks.add([(2, box(90))], at: 10)
    // Behind the mark nobody is named.
    for step in 0..<50 { tracks.add([(3, box(20))], at: 11 + Double(step)) }
    #expect(tracks.tracks == [1])
  }

  @Test func aMomentMarksTheFramesAroundIt() throws {
    let mark = try #require(FaceMark(code: "left", onset: 2, offset: 2))
    #expect(mark.holds(at: 2.2) && mark.holds(at: 1.8) && !mark.holds(at: 2.4))
  }
}
