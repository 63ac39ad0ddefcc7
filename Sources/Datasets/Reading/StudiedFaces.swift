import Faces
import Foundation
import Support

/// Where the studied person's face is in the sampled frames of videos: the usable ones of `frames.csv`.
struct StudiedFaces {
  typealias Face = (time: Double, place: FacePlace)

  /// By the videos' file names, in the order of time.
  private var byVideo: [String: [Face]] = [:]

  /// - Parameter url: the table, or the folder that `smilestone video` wrote it into.
  /// - Throws: `SmilestoneError.badInput` where it is no such table, or names none of the videos.
  init(contentsOf url: URL, videos: [URL]) throws {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    let table = isFolder.boolValue ? url.appendingPathComponent("frames.csv") : url
    let reader = try CSVReader(contentsOf: table)
    let video = try reader.requiredIndex(of: FrameColumns.video)
    let time = try reader.requiredIndex(of: FrameColumns.time)
    let status = try reader.requiredIndex(of: FrameColumns.status)
    let places = try FacePlace.columns.map(reader.requiredIndex)
    var known: Set<String> = []
    try reader.forEachRow { row in
      known.insert(row.fields[video])
      let numbers = places.map { Double(row.fields[$0]) }
      guard row.fields[status] == FrameStatus.ok.rawValue, let seconds = Double(row.fields[time]),
        let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3]
      else { return }
      var place = FacePlace(box: FaceBox(x: x, y: y, width: width, height: height))
      if let leftX = numbers[4], let leftY = numbers[5], let rightX = numbers[6],
        let rightY = numbers[7]
      {
        place.eyes = EyePair(leftX: leftX, leftY: leftY, rightX: rightX, rightY: rightY)
      }
      byVideo[row.fields[video], default: []].append((seconds, place))
    }
    guard videos.contains(where: { known.contains($0.lastPathComponent) }) else {
      throw SmilestoneError.badInput(
        "\(table.path) has none of these videos, but \(known.sorted().prefix(3).joined(separator: ", ")).",
        remedy: "Name what `smilestone video` made of the same videos.")
    }
  }

  /// The usable face that is nearest to a time; nil where none is nearer than a reach in seconds.
  func face(in video: String, at time: Double, within reach: Double) -> Face? {
    byVideo[video]?.filter { abs($0.time - time) < reach }
      .min { abs($0.time - time) < abs($1.time - time) }
  }
}
