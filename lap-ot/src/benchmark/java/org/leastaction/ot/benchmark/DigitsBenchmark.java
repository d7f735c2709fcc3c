package org.leastaction.ot.benchmark;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport of the 60,000 training digits of MNIST, d = 784, on all processors. Arguments: the folder of
 * train-images-idx3-ubyte.gz, a kind, and a number of digits (default all).
 *
 * <p>Kinds: {@code smooth}, to their image under T(x) = x + 0.1 tanh(x) + 0.05 sin(x shifted by one pixel);
 * {@code shuffled}, to the digits in random order with normal noise of 0.1 on every pixel (which are in [0, 1]);
 * {@code halves}, one half of the digits to the other. Prints seconds, cost, the certificate relative to the cost, and
 * the most memory that was resident.
 */
public final class DigitsBenchmark {

    private static final int DIMENSION = 784;
    private static final int HEADER = 16;

    private DigitsBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String kind = arguments[1];
        DoublePoints digits = digits(Path.of(arguments[0]),
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60_000);
        int half = digits.size() / 2;
        TransportProblem problem = switch (kind) {
            case "smooth" -> TransportProblem.squaredEuclidean(digits, image(digits));
            case "shuffled" -> TransportProblem.squaredEuclidean(digits, shuffled(digits));
            case "halves" -> TransportProblem.squaredEuclidean(digits.rows(0, half), digits.rows(half, 2 * half));
            default -> throw new IllegalArgumentException("no kind " + kind + ": smooth, shuffled or halves");
        };
        long start = System.nanoTime();
        TransportResult result = Wasserstein.exact(problem, Parallelism.available());
        double seconds = (System.nanoTime() - start) / 1e9;
        Certificate certificate = result.certificate();
        System.out.printf(Locale.ROOT,
                "%s n=%d: %.1f s, W2^2 %.9g, gap %.2g, worst violation %.2g (relative), %s%n",
                kind, problem.size(), seconds, result.cost(), certificate.gap() / result.cost(),
                certificate.worstViolation() / result.cost(), memory());
    }

    private static DoublePoints digits(Path folder, int count) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(
                Files.newInputStream(folder.resolve("train-images-idx3-ubyte.gz"))))) {
            in.skipNBytes(HEADER);
            double[] pixels = new double[count * DIMENSION];
            byte[] digit = new byte[DIMENSION];
            for (int i = 0; i < count; i++) {
                in.readFully(digit);
                for (int k = 0; k < DIMENSION; k++) {
                    pixels[i * DIMENSION + k] = (digit[k] & 0xff) / 255.0;
                }
            }
            return DoublePoints.wrap(pixels, count, DIMENSION);
        }
    }

    private static DoublePoints image(DoublePoints x) {
        double[] image = new double[x.size() * DIMENSION];
        double[] from = x.array();
        for (int i = 0; i < image.length; i += DIMENSION) {
            for (int k = 0; k < DIMENSION; k++) {
                double c = from[i + k];
                image[i + k] = c + 0.1 * Math.tanh(c) + 0.05 * Math.sin(from[i + (k + 1) % DIMENSION]);
            }
        }
        return DoublePoints.wrap(image, x.size(), DIMENSION);
    }

    private static DoublePoints shuffled(DoublePoints x) {
        Random random = new Random(1);
        int[] order = new int[x.size()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        double[] perturbed = x.select(order).array();
        Arrays.setAll(perturbed, k -> perturbed[k] + 0.1 * random.nextGaussian());
        return DoublePoints.wrap(perturbed, x.size(), DIMENSION);
    }

    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "resident memory unknown";
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " ")).findFirst().orElse("resident memory unknown");
    }
}
