// What dlib makes of an image: the features before the last layer of its face recognition network.
//
//   g++ -O2 -std=c++17 -DDLIB_NO_GUI_SUPPORT make_dlib_features.cpp -o make_dlib_features -ldlib -lpng -ljpeg \
//     -l:libblas.so.3 -l:liblapack.so.3
//   ./make_dlib_features dlib_face_recognition_resnet_model_v1.dat > pretrained-dlib_face_resnet.json
//
// Needs Debian's libdlib-dev; the network's types are those of dlib's example dnn_face_recognition_ex.cpp, which
// its file can be read with alone.

#include <dlib/dnn.h>

#include <iomanip>
#include <iostream>

using namespace dlib;

template <int channels, template <typename> class BN, int stride, typename SUBNET>
using block =
    BN<con<channels, 3, 3, 1, 1, relu<BN<con<channels, 3, 3, stride, stride, SUBNET>>>>>;
template <int channels, typename SUBNET>
using same = relu<add_prev1<block<channels, affine, 1, tag1<SUBNET>>>>;
template <int channels, typename SUBNET>
using halved =
    relu<add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<block<channels, affine, 2, tag1<SUBNET>>>>>>>;

template <typename SUBNET> using level0 = halved<256, SUBNET>;
template <typename SUBNET> using level1 = same<256, same<256, halved<256, SUBNET>>>;
template <typename SUBNET> using level2 = same<128, same<128, halved<128, SUBNET>>>;
template <typename SUBNET> using level3 = same<64, same<64, same<64, halved<64, SUBNET>>>>;
template <typename SUBNET> using level4 = same<32, same<32, same<32, SUBNET>>>;
using network = loss_metric<fc_no_bias<128, avg_pool_everything<level0<level1<level2<level3<level4<
    max_pool<3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, input_rgb_image_sized<150>>>>>>>>>>>>>;

int main(int, char **arguments) {
  network net;
  deserialize(arguments[1]) >> net;
  matrix<rgb_pixel> image(150, 150);
  for (int row = 0; row < 150; row++)
    for (int column = 0; column < 150; column++)
      image(row, column) = rgb_pixel((7 * row + 3 * column) % 256, (row * column) % 256,
                                     (2 * row + 5 * column) % 256);
  net(image);
  std::cout << std::setprecision(9) << "[";
  const float *features = layer<2>(net).get_output().host();
  for (int index = 0; index < 256; index++) std::cout << (index ? "," : "") << features[index];
  std::cout << "]\n";
}
