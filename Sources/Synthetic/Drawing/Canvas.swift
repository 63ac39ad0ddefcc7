import CCairo
import Foundation
import Support

/// A Cairo image in design units (−100 to 100) with the few brushes that faces need.
///
/// Points go through `project` on their way to the image, so that a turned head needs no other
/// drawing code.
final class Canvas {
  private let surface: OpaquePointer
  private let context: OpaquePointer
  let sizeInPixels: Int
  /// Where a point of the face appears in the image.
  var project: (Point) -> Point = { $0 }

  /// - Throws: `SmilestoneError` when Cairo has no memory for the image.
  init(sizeInPixels: Int) throws {
    self.sizeInPixels = sizeInPixels
    let size = Int32(clamping: sizeInPixels)
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, size, size),
      let context = cairo_create(surface)
    else { throw Canvas.failure }
    self.surface = surface
    self.context = context
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS else { throw Canvas.failure }
    let scale = Double(sizeInPixels) / 200
    cairo_scale(context, scale, scale)
    cairo_translate(context, 100, 100)
    // A quarter of a pixel is as fine as a photograph needs, and faster than the default.
    cairo_set_tolerance(context, 0.25)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  private static var failure: SmilestoneError {
    .failed("Cairo has no memory for an image.", remedy: "Draw smaller images.")
  }

  /// Moves, turns (radians, clockwise) and enlarges all that is drawn in `body`.
  func transformed(shift: Point, turn: Double, scale: Double, _ body: () -> Void) {
    cairo_save(context)
    cairo_translate(context, shift.x, shift.y)
    cairo_rotate(context, turn)
    cairo_scale(context, scale, scale)
    body()
    cairo_restore(context)
  }

  /// Draws `body` only inside the path.
  ///
  /// Cairo applies a curved clip again to each thing drawn; here `body` draws on a layer the size of
  /// the path, which is then cut out once.
  func clipped(to path: Path, _ body: () -> Void) {
    cairo_save(context)
    limitLayer(to: path)
    cairo_push_group(context)
    body()
    cairo_pop_group_to_source(context)
    trace(path)
    cairo_fill(context)
    cairo_restore(context)
  }

  /// Clips to the whole pixels that hold the path.
  private func limitLayer(to path: Path) {
    var matrix = cairo_matrix_t()
    cairo_get_matrix(context, &matrix)
    trace(path)
    cairo_identity_matrix(context)
    var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
    cairo_path_extents(context, &left, &top, &right, &bottom)
    cairo_new_path(context)
    cairo_rectangle(
      context, left.rounded(.down), top.rounded(.down),
      right.rounded(.up) - left.rounded(.down), bottom.rounded(.up) - top.rounded(.down))
    cairo_clip(context)
    cairo_set_matrix(context, &matrix)
  }

  func fill(_ path: Path, _ colour: Colour, alpha: Double = 1) {
    guard alpha > 0 else { return }
    set(colour, alpha)
    trace(path)
    cairo_fill(context)
  }

  func stroke(_ path: Path, _ colour: Colour, width: Double, alpha: Double = 1) {
    guard alpha > 0, width > 0 else { return }
    set(colour, alpha)
    cairo_set_line_width(context, width)
    trace(path)
    cairo_stroke(context)
  }

  /// A soft spot: full colour in the middle, nothing at the rim of the ellipse.
  func glow(
    _ centre: Point, _ radiusX: Double, _ radiusY: Double, _ colour: Colour, alpha: Double
  ) {
    guard alpha > 0, radiusX > 0, radiusY > 0 else { return }
    let place = project(centre)
    cairo_save(context)
    cairo_translate(context, place.x, place.y)
    cairo_scale(context, radiusX, radiusY)
    let pattern = cairo_pattern_create_radial(0, 0, 0, 0, 0, 1)
    for (offset, share) in [(0.0, 1.0), (0.35, 0.82), (0.7, 0.3), (1.0, 0.0)] {
      cairo_pattern_add_color_stop_rgba(
        pattern, offset, colour.red, colour.green, colour.blue, alpha * share)
    }
    cairo_set_source(context, pattern)
    cairo_rectangle(context, -1, -1, 2, 2)
    cairo_fill(context)
    cairo_pattern_destroy(pattern)
    cairo_restore(context)
  }

  /// Fills a path with colours that run along a line.
  func fill(_ path: Path, from start: Point, _ first: Colour, to end: Point, _ second: Colour) {
    let pattern = cairo_pattern_create_linear(start.x, start.y, end.x, end.y)
    cairo_pattern_add_color_stop_rgb(pattern, 0, first.red, first.green, first.blue)
    cairo_pattern_add_color_stop_rgb(pattern, 1, second.red, second.green, second.blue)
    cairo_set_source(context, pattern)
    trace(path)
    cairo_fill(context)
    cairo_pattern_destroy(pattern)
  }

  /// The image as RGB bytes, row by row.
  /// - Throws: `SmilestoneError` when drawing failed.
  func pixels() throws -> [UInt8] {
    cairo_surface_flush(surface)
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS,
      let data = cairo_image_surface_get_data(surface)
    else { throw Canvas.failure }
    let stride = Int(cairo_image_surface_get_stride(surface))
    return PackedPixels.rgb(from: data, stride: stride, size: sizeInPixels)
  }

  private func set(_ colour: Colour, _ alpha: Double) {
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, alpha)
  }

  private func trace(_ path: Path) {
    cairo_new_path(context)
    for (index, curve) in path.curves.enumerated() {
      trace(curve.map(project), isFirst: index == 0, isRound: path.isRound)
    }
    if path.isClosed { cairo_close_path(context) }
  }

  /// A Catmull-Rom spline through the points, as Bézier pieces.
  private func trace(_ points: [Point], isFirst: Bool, isRound: Bool) {
    guard let start = points.first else { return }
    let count = points.count
    func point(_ index: Int) -> Point {
      isRound ? points[(index + count) % count] : points[min(max(index, 0), count - 1)]
    }
    if isFirst { cairo_move_to(context, start.x, start.y) }
    for index in 0..<(isRound ? count : count - 1) {
      let (before, from) = (point(index - 1), point(index))
      let (to, after) = (point(index + 1), point(index + 2))
      cairo_curve_to(
        context, from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6,
        to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6, to.x, to.y)
    }
  }
}
