package org.leastaction.flow.contract;

import java.util.Random;
import org.leastaction.points.DoublePoints;

/**
 * A normal distribution N(m, LLᵀ), with the costs of affine maps and flows on it in closed form.
 *
 * <p>With x = m + Lz, z standard normal, and T(x) = Mx + c, all expectations are Frobenius norms, and the coupling term
 * of W₂² (Gelbrich 1990) is a nuclear norm: tr((Σ<sup>½</sup> MΣMᵀ Σ<sup>½</sup>)<sup>½</sup>) = ‖LᵀML‖<sub>*</sub> for
 * any factor Σ = LLᵀ.
 */
public final class Gaussian {

    private final AffineMap map;

    private Gaussian(AffineMap map) {
        this.map = map;
    }

    /**
     * N(m, LLᵀ).
     *
     * @param mean   m, [d]
     * @param factor L, [d, d]; any factor of the covariance, triangular or not
     * @throws IllegalArgumentException if the sizes differ
     */
    public static Gaussian of(double[] mean, double[][] factor) {
        AffineMap map = AffineMap.of(factor, mean);
        if (map.inputDimension() != map.outputDimension()) {
            throw new IllegalArgumentException("the factor of a covariance is square, not " + map.outputDimension()
                    + " by " + map.inputDimension());
        }
        return new Gaussian(map);
    }

    /** N(0, I) on R^d. */
    public static Gaussian standard(int dimension) {
        return new Gaussian(AffineMap.identity(dimension));
    }

    /** Independent draws, [n, d]; the same for the same seed. */
    public DoublePoints sample(int size, long seed) {
        Random random = new Random(seed);
        int dimension = map.outputDimension();
        double[] points = new double[Math.multiplyExact(size, dimension)];
        for (int i = 0; i < size; i++) {
            double[] z = new double[dimension];
            for (int j = 0; j < dimension; j++) {
                z[j] = random.nextGaussian();
            }
            System.arraycopy(map.apply(z), 0, points, i * dimension, dimension);
        }
        return DoublePoints.wrap(points, size, dimension);
    }

    /** E‖T(x) − x‖². */
    public double displacement(AffineMap transport) {
        return secondMoment(transport.plus(negativeIdentity(transport.inputDimension())));
    }

    /** W₂²(N, T#N). */
    public double wasserstein2Squared(AffineMap transport) {
        AffineMap image = transport.after(map);
        double means = 0;
        for (int i = 0; i < image.outputDimension(); i++) {
            means += square(image.offset()[i] - map.offset()[i]);
        }
        double[][] coupling = product(transposed(map.matrix()), image.matrix());
        return means + squaredNorm(map.matrix()) + squaredNorm(image.matrix()) - 2 * nuclearNorm(coupling);
    }

    /** E Σ<sub>k</sub>‖v<sub>k</sub>(x<sub>k</sub>)‖², the transport cost of a flow started from this distribution. */
    public double transportCost(AffineNetwork network) {
        double cost = 0;
        for (int k = 0; k < network.blocks().size(); k++) {
            cost += secondMoment(network.blocks().get(k).residue().after(network.states().get(k)));
        }
        return cost;
    }

    /** E‖f(x)‖² = ‖f(m)‖² + ‖ML‖_F². */
    private double secondMoment(AffineMap f) {
        AffineMap ofNoise = f.after(map);
        double mean = 0;
        for (double coordinate : ofNoise.offset()) {
            mean += square(coordinate);
        }
        return mean + squaredNorm(ofNoise.matrix());
    }

    /**
     * Σ of singular values, by one-sided Jacobi rotations (Hestenes 1958): columns are rotated until they are
     * orthogonal.
     */
    static double nuclearNorm(double[][] matrix) {
        double[][] columns = transposed(matrix);
        boolean turned = true;
        while (turned) {
            turned = false;
            for (int p = 0; p < columns.length; p++) {
                for (int q = p + 1; q < columns.length; q++) {
                    turned |= orthogonalise(columns[p], columns[q]);
                }
            }
        }
        double sum = 0;
        for (double[] column : columns) {
            sum += Math.sqrt(dot(column, column));
        }
        return sum;
    }

    private static boolean orthogonalise(double[] a, double[] b) {
        double aa = dot(a, a);
        double bb = dot(b, b);
        double ab = dot(a, b);
        if (Math.abs(ab) <= 1e-14 * Math.sqrt(aa * bb) || Math.abs(ab) < Double.MIN_NORMAL) {
            return false;
        }
        double zeta = (bb - aa) / (2 * ab);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double c = 1 / Math.hypot(1, t);
        double s = c * t;
        for (int i = 0; i < a.length; i++) {
            double turnedA = c * a[i] - s * b[i];
            b[i] = s * a[i] + c * b[i];
            a[i] = turnedA;
        }
        return true;
    }

    private static AffineMap negativeIdentity(int dimension) {
        double[][] matrix = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            matrix[i][i] = -1;
        }
        return AffineMap.linear(matrix);
    }

    private static double[][] product(double[][] a, double[][] b) {
        return AffineMap.linear(a).after(AffineMap.linear(b)).matrix();
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][];
        for (int j = 0; j < transposed.length; j++) {
            transposed[j] = AffineMap.column(matrix, j);
        }
        return transposed;
    }

    private static double squaredNorm(double[][] matrix) {
        double sum = 0;
        for (double[] row : matrix) {
            sum += dot(row, row);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
