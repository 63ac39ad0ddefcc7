import CImaging
import Support

/// Why a picture cannot be used, without the name of its file.
struct ImageFailure: Error {
  /// "the file is empty".
  let reason: String
  let remedy: String

  init(_ reason: String, remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }

  /// The failure of a decoder.
  init(_ status: imaging_status, format: ImageFormat, picture: imaging_picture, limit: Int) {
    let detail = withUnsafePointer(to: picture) { String(cString: imaging_reason($0)) }
    let suffix = detail.isEmpty ? "" : " (\(detail))"
    switch status {
    case IMAGING_TRUNCATED:
      self.init(
        "the \(format.rawValue) data end early\(suffix)",
        remedy: "The file is incomplete: fetch or copy it again.")
    case IMAGING_TOO_LARGE:
      let side = Int64(IMAGING_MAXIMUM_SIDE)
      let isTooLong = picture.width * picture.height <= limit
      self.init(
        "\(picture.width) × \(picture.height) pixels exceed the limit of "
          + (isTooLong ? "\(side) on a side" : "\(limit)"),
        remedy: "Scale the picture down.")
    case IMAGING_UNSUPPORTED:
      self.init(
        "this kind of \(format.rawValue) is not supported\(suffix)",
        remedy: "Save the picture as an ordinary RGB file.")
    case IMAGING_OUT_OF_MEMORY:
      self.init(
        "\(picture.width) × \(picture.height) pixels do not fit into memory",
        remedy: "Scale the picture down.")
    default:
      self.init(
        "the \(format.rawValue) data are damaged\(suffix)",
        remedy: "Fetch or copy the file again, or leave it out.")
    }
  }

  /// The error for a user, which names the file.
  func error(naming name: String) -> SmilestoneError {
    .badInput("The picture \(name) cannot be used: \(reason).", remedy: remedy)
  }
}
