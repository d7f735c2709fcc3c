package org.leastaction.tf.graph;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A 3 × 3 convolution of stride 1 by Winograd's minimal filtering F(4 × 4, 3 × 3), Lavin and Gray 2016: 36 products for a
 * tile of 4 × 4 outputs, where the definition has 144. All of it is matrix products, and so are its gradients. It rounds
 * about ten times as coarsely as the definition: relative to the largest entry, results and gradients differ by 1e-5. The
 * gradient needs the transformed tiles, 2.25 times the memory of the images.
 *
 * <p>Images are transformed along one axis after the other, all tiles at once: B is the block matrix whose row (u, t) gives
 * point u of tile t, A the one that puts points of tiles back together. Then Y = A·[(B·X·Bᵀ) ⊙ (G·K·Gᵀ)]·Aᵀ, where ⊙ sums over
 * the input channels. The batch is the last axis but one, so that every product is large.
 */
final class WinogradConvolution {

    /** Outputs of a tile along an axis. */
    private static final int TILE = 4;
    /** Points of a tile along an axis: 0, 1, −1, 2, −2 and infinity. */
    private static final int POINTS = 6;
    private static final int KERNEL = 3;

    /** Fewer channels are faster by TensorFlow's own operation. */
    private static final int FEWEST_CHANNELS = 64;

    private static final float[][] OF_INPUTS = {
            {4, 0, -5, 0, 1, 0},
            {0, -4, -4, 1, 1, 0},
            {0, 4, -4, -1, 1, 0},
            {0, -2, -1, 2, 1, 0},
            {0, 2, -1, -2, 1, 0},
            {0, 4, 0, -5, 0, 1}
    };
    private static final float[][] OF_KERNELS = {
            {1 / 4f, 0, 0},
            {-1 / 6f, -1 / 6f, -1 / 6f},
            {-1 / 6f, 1 / 6f, -1 / 6f},
            {1 / 24f, 1 / 12f, 1 / 6f},
            {1 / 24f, -1 / 12f, 1 / 6f},
            {0, 0, 1}
    };
    private static final float[][] OF_OUTPUTS = {
            {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
    };

    private final Ops tf;

    private WinogradConvolution(Ops tf) {
        this.tf = tf;
    }

    /** Whether a convolution can be computed in this way, and faster than by the definition. */
    static boolean pays(ConvolutionSizes sizes, Shape images) {
        return sizes.size() == KERNEL
                && sizes.stride() == 1
                && sizes.groups() == 1
                && Math.min(sizes.inputs(), sizes.outputs()) >= FEWEST_CHANNELS
                && images.get(1) > 0
                && images.get(2) > 0;
    }

    /**
     * The convolution, padded by one pixel of zeros on every side.
     *
     * @param images [batch, height, width, inputs]; height and width are known
     * @param kernel [3, 3, inputs, outputs]
     * @return [batch, height, width, outputs]
     */
    static Operand<TFloat32> of(
            Ops tf, Operand<TFloat32> images, Operand<TFloat32> kernel, ConvolutionSizes sizes) {
        return new WinogradConvolution(tf).of(images, kernel, sizes.inputs(), sizes.outputs());
    }

    private Operand<TFloat32> of(Operand<TFloat32> images, Operand<TFloat32> kernel, int inputs, int outputs) {
        int height = (int) images.shape().get(1);
        int width = (int) images.shape().get(2);
        int rows = tiles(height);
        int columns = tiles(width);
        Operand<TFloat32> pixels = tf.linalg.transpose(images, tf.constant(new int[] {1, 2, 0, 3}));
        Operand<TFloat32> points = transformed(inputs(height), inputs(width), pixels);
        Operand<TFloat32> factors = transformed(OF_KERNELS, OF_KERNELS, kernel);
        Operand<TFloat32> products = BatchProduct.of(
                tf,
                shaped(points, POINTS, rows, POINTS, -1, inputs),
                shaped(factors, POINTS, 1, POINTS, inputs, outputs));
        Operand<TFloat32> convolved = transformed(
                outputs(height), outputs(width), shaped(products, POINTS * rows, POINTS * columns, -1));
        return tf.linalg.transpose(
                shaped(convolved, height, width, -1, outputs), tf.constant(new int[] {2, 0, 1, 3}));
    }

    /**
     * R·x·Cᵀ over the first two axes.
     *
     * @param r [p, h]
     * @param c [q, w]
     * @param x [h, w, ..]
     * @return [p, q, the product of the other axes]
     */
    private Operand<TFloat32> transformed(float[][] r, float[][] c, Operand<TFloat32> x) {
        Operand<TFloat32> first = tf.linalg.matMul(tf.constant(r), shaped(x, r[0].length, -1));
        return BatchProduct.of(tf, tf.constant(c), shaped(first, r.length, c[0].length, -1));
    }

    private Operand<TFloat32> shaped(Operand<TFloat32> x, int... shape) {
        return tf.reshape(x, tf.constant(shape));
    }

    private static int tiles(int side) {
        return (side + TILE - 1) / TILE;
    }

    /** B [6 · tiles, side]: row (u, t) is point u of the six pixels from 4t − 1 on, of which those outside are 0. */
    private static float[][] inputs(int side) {
        int tiles = tiles(side);
        float[][] b = new float[POINTS * tiles][side];
        for (int row = 0; row < b.length; row++) {
            for (int k = 0; k < POINTS; k++) {
                int pixel = TILE * (row % tiles) - 1 + k;
                if (pixel >= 0 && pixel < side) {
                    b[row][pixel] = OF_INPUTS[row / tiles][k];
                }
            }
        }
        return b;
    }

    /** A [side, 6 · tiles]: the inverse of the order of {@link #inputs}; outputs beyond the image are left out. */
    private static float[][] outputs(int side) {
        int tiles = tiles(side);
        float[][] a = new float[side][POINTS * tiles];
        for (int pixel = 0; pixel < side; pixel++) {
            for (int u = 0; u < POINTS; u++) {
                a[pixel][u * tiles + pixel / TILE] = OF_OUTPUTS[pixel % TILE][u];
            }
        }
        return a;
    }
}
