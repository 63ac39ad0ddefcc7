import Support

/// One frame of a synthetic recording while it is drawn.
struct SessionFrame {
  private(set) var pixels: [UInt8]

  private static let width = SessionSettings.width
  private static let height = SessionSettings.height
  private static let side = SessionSettings.faceSide

  /// - Parameter background: as of the faces, so that they stand in the same room.
  init(background: [Colour]) {
    let colour = background.first ?? Colour(0.6, 0.6, 0.6)
    let levels = [colour.red, colour.green, colour.blue].map { UInt8(min(max($0, 0), 1) * 255) }
    pixels = [UInt8](repeating: 0, count: 3 * Self.width * Self.height)
    for index in pixels.indices { pixels[index] = levels[index % 3] }
  }

  /// Draws who is there.
  /// - Returns: where the middles of child and adult are, "" for nobody, and whether the child is turned away.
  mutating func add(_ session: SyntheticSessions.Session, at time: Double) throws -> [String] {
    let script = session.script
    let sway = script.sway(at: time)
    var row = ["", "", "", "", script.isTurned(at: time) ? "yes" : "no"]
    if let companion = session.companion {
      var view = session.view
      view.yaw = -0.1 * sway
      let drawing = FaceDrawing(
        identity: companion, appearanceAgeInYears: 32, actions: .rest, view: view)
      row.replaceSubrange(2..<4, with: try paste(drawing, x: 400 + Int(8 * sway), y: 30))
    }
    guard !script.isAbsent(at: time) else { return row }
    var view = session.view
    view.yaw = script.isTurned(at: time) ? 1.2 : 0.12 * sway
    view.roll = 0.08 * sway
    let drawing = FaceDrawing(
      identity: session.identity, appearanceAgeInYears: session.ageInYears,
      actions: script.actions(at: time), view: view)
    row.replaceSubrange(0..<2, with: try paste(drawing, x: 80 + Int(30 * sway), y: 100))
    return row
  }

  private mutating func paste(_ drawing: FaceDrawing, x: Int, y: Int) throws -> [String] {
    let face = try drawing.render(sizeInPixels: Self.side)
    for row in 0..<Self.side where y + row < Self.height {
      let target = 3 * ((y + row) * Self.width + x)
      let source = 3 * row * Self.side
      pixels.replaceSubrange(
        target..<(target + 3 * Self.side), with: face[source..<(source + 3 * Self.side)])
    }
    return ["\(x + Self.side / 2)", "\(y + Self.side / 2)"]
  }
}
