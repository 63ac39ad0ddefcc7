/// ImageNet's channel means and deviations, as torchvision's weights expect.
package enum Normalisation {
  package static let mean: [Float] = [0.485, 0.456, 0.406]
  package static let deviation: [Float] = [0.229, 0.224, 0.225]
}
