package org.leastaction.metrics.geometry;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.leastaction.metrics.similarity.GramMatrix;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** The effective rank of a set of points (Roy and Vetterli 2007). */
public final class EffectiveRank {

    private EffectiveRank() {}

    /**
     * exp(−Σ p ln p) with p = σ/Σσ, σ the singular values of the matrix of points around their mean: k for k equal
     * singular values. O(n·d·min(n, d) + min(n, d)³), from the products of points or of coordinates, whichever are
     * fewer. Memory does not grow with d if d > n.
     *
     * @param points [n, d], finite
     * @return in [1, min(n − 1, d)]; 0 if all points coincide
     */
    public static double of(Points points, Parallelism parallelism) {
        int m = Math.min(points.size(), points.dimension());
        DMatrixRMaj gram = new DMatrixRMaj(m, m);
        if (points.size() == m) {
            GramMatrix products = GramMatrix.of(points, parallelism);
            gram.data = IntStream.range(0, m * m).mapToDouble(e -> products.get(e / m, e % m)).toArray();
        } else {
            gram.data = CentredPoints.gram(transposed(CentredPoints.of(points)), parallelism);
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(m, false, true);
        if (!decomposition.decompose(gram)) {
            throw new ArithmeticException("the products of the points have no eigenvalues");
        }
        double[] singular = IntStream.range(0, m)
                .mapToDouble(k -> Math.sqrt(Math.max(0, decomposition.getEigenvalue(k).getReal()))).toArray();
        double sum = IntStream.range(0, m).mapToDouble(k -> singular[k]).sum();
        double entropy = 0;
        for (double value : singular) {
            double share = value / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return sum > 0 ? Math.exp(entropy) : 0;
    }

    private static DoublePoints transposed(DoublePoints x) {
        double[] columns = new double[x.size() * x.dimension()];
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < x.dimension(); j++) {
                columns[j * x.size() + i] = x.get(i, j);
            }
        }
        return DoublePoints.wrap(columns, x.dimension(), x.size());
    }
}
