import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;

/**
 * The search behind docs/results/circles-settings.md: vanilla networks of Tables 7 to 10 under many settings. It knows no
 * transport cost, so that settings cannot be fitted to it. Plain Java by PyTorch's definitions, apart from the program: a
 * network takes a tenth of a second.
 *
 * <p>{@code java studies/search/CirclesSearch.java SETTINGS SEEDS THREADS CELLS [MISSES [FIRST_SEED]]}: a line of SETTINGS is
 * key=value pairs; a star marks a cell whose interval, scaled to 100 networks, meets the published one; ! counts diverged
 * networks, which count as 50 %; after more than MISSES the rest of a line is left out.
 */
public final class CirclesSearch {

    static final class S {
        int width = 2, epochs = 100, batch = 128;
        String opt = "adam"; double lr = 0.01, mom = 0.9, wd = 0;
        String init = "default"; double gain = 1; String bias = "default"; // bias: default | zero | same
        double sigma = 5; String cls = "identity"; double factor = 0.5, noise = 0.05;
        boolean bypass = false;
        String small = "40/10";
        double clsgain = 1;
        boolean bnsame=false;
        Map<String,String> given = new LinkedHashMap<>();
        static S of(String line) {
            S s = new S();
            for (String kv : line.trim().split("\\s+")) {
                if (kv.isEmpty()) continue;
                String[] p = kv.split("=", 2); s.given.put(p[0], p[1]);
                switch (p[0]) {
                    case "width" -> s.width = Integer.parseInt(p[1]);
                    case "epochs" -> s.epochs = Integer.parseInt(p[1]);
                    case "batch" -> s.batch = Integer.parseInt(p[1]);
                    case "opt" -> s.opt = p[1];
                    case "lr" -> s.lr = Double.parseDouble(p[1]);
                    case "mom" -> s.mom = Double.parseDouble(p[1]);
                    case "wd" -> s.wd = Double.parseDouble(p[1]);
                    case "init" -> s.init = p[1];
                    case "gain" -> s.gain = Double.parseDouble(p[1]);
                    case "bias" -> s.bias = p[1];
                    case "sigma" -> s.sigma = Double.parseDouble(p[1]);
                    case "cls" -> s.cls = p[1];
                    case "clsgain" -> s.clsgain = Double.parseDouble(p[1]);
                    case "factor" -> s.factor = Double.parseDouble(p[1]);
                    case "noise" -> s.noise = Double.parseDouble(p[1]);
                    case "bypass" -> s.bypass = Boolean.parseBoolean(p[1]);
                    case "small" -> s.small = p[1];
                    case "bnsame" -> s.bnsame = Boolean.parseBoolean(p[1]);
                    default -> throw new IllegalArgumentException(kv);
                }
            }
            return s;
        }
    }

    record Cell(String name, int blocks, boolean bn, boolean bad, boolean small, double mean, double low, double high) {}
    static final List<Cell> CELLS = List.of(
        new Cell("t7", 1, false, false, false, 76.6, 73.1, 80.2), new Cell("t7bn", 1, true, false, false, 75.4, 72.3, 78.6),
        new Cell("t8", 100, false, false, false, 89.1, 87.2, 91.0), new Cell("t8bn", 100, true, false, false, 99.4, 99.0, 99.8),
        new Cell("t9", 9, false, true, false, 90.2, 88.8, 91.5), new Cell("t9bn", 9, true, true, false, 98.0, 97.2, 98.8),
        new Cell("t10", 9, false, false, true, 88.2, 85.5, 90.1), new Cell("t10bn", 9, true, false, true, 92.9, 90.9, 94.9),
        new Cell("f1", 9, false, false, false, 100, 99.5, 100), new Cell("f1bn", 9, true, false, false, 100, 99.5, 100));

    /** final accuracy, best accuracy, diverged(1/0) */
    static double[] run(S s, Cell c, int seed) {
        Random rnd = new Random(1000003L * seed + 17);
        int total = 1000, ntrain = 800;
        if (c.small) { String[] p = s.small.split("/"); ntrain = Integer.parseInt(p[0]); total = ntrain + Integer.parseInt(p[1]); }
        float[][] pts = new float[2][total]; int[] lab = new int[total];
        circles(pts, lab, total, s.factor, s.noise, rnd);
        int K = c.blocks, w = s.width; int B = Math.min(s.batch <= 0 ? ntrain : s.batch, ntrain);
        Net net = new Net(K, w, c.bn, s.bypass, Math.max(B, total - ntrain), rnd, s, c.bad);
        int[] order = new int[ntrain]; for (int i = 0; i < ntrain; i++) order[i] = i;
        float[][] in = new float[2][net.B]; int[] y = new int[net.B];
        double best = 0, last = 0; boolean div = false;
        for (int e = 1; e <= s.epochs; e++) {
            for (int i = ntrain - 1; i > 0; i--) { int j = rnd.nextInt(i + 1); int t = order[i]; order[i] = order[j]; order[j] = t; }
            for (int from = 0; from < ntrain; from += B) {
                int n = Math.min(B, ntrain - from);
                if (n < 2) continue;
                for (int i = 0; i < n; i++) { int q = order[from + i]; in[0][i] = pts[0][q]; in[1][i] = pts[1][q]; y[i] = lab[q]; }
                double loss = net.step(in, y, n);
                if (Double.isNaN(loss)) { div = true; }
            }
            if (div) break;
            if (e == s.epochs || e % 10 == 0) {
                int n = total - ntrain, right = 0;
                for (int i = 0; i < n; i++) { in[0][i] = pts[0][ntrain + i]; in[1][i] = pts[1][ntrain + i]; }
                net.forward(in, n, false);
                for (int i = 0; i < n; i++) right += (net.logit[1][i] > net.logit[0][i] ? 1 : 0) == lab[ntrain + i] ? 1 : 0;
                last = 100.0 * right / n; best = Math.max(best, last);
            }
        }
        return new double[] {div ? 50 : last, Math.max(best, 50), div ? 1 : 0};
    }

    static void circles(float[][] p, int[] lab, int n, double factor, double noise, Random r) {
        int outer = n / 2, inner = n - outer;
        Integer[] perm = new Integer[n]; for (int i = 0; i < n; i++) perm[i] = i;
        Collections.shuffle(Arrays.asList(perm), r);
        for (int i = 0; i < n; i++) {
            int q = perm[i]; boolean o = q < outer;
            double a = 2 * Math.PI * (o ? q / (double) outer : (q - outer) / (double) inner), rad = o ? 1 : factor;
            p[0][i] = (float) (rad * Math.cos(a) + noise * r.nextGaussian());
            p[1][i] = (float) (rad * Math.sin(a) + noise * r.nextGaussian());
            lab[i] = o ? 0 : 1;
        }
    }

    static final class Net {
        final int K, w, B, per; final boolean bn, bypass; final S s;
        final float[] p, g, m, v; final float[] rm, rv; // running
        final float[][][] x, xh, r; final float[][] inv; float[][] logit = new float[2][]; final float[] cw;
        final float[][] dx = new float[2][]; float[] dh; int t = 0;
        Net(int K, int w, boolean bn, boolean bypass, int B, Random rnd, S s, boolean bad) {
            this.K = K; this.w = w; this.bn = bn; this.bypass = bypass && !bn; this.B = B; this.s = s;
            per = 2 * w + w + w + w + 2 * w + 2; // W1 b1 gamma beta W2 b2
            p = new float[K * per]; g = new float[K * per]; m = new float[K * per]; v = new float[K * per];
            rm = new float[K * w]; rv = new float[K * w]; Arrays.fill(rv, 1);
            x = new float[K + 1][2][B]; xh = new float[K][w][B]; r = new float[K][w][B]; inv = new float[K][w];
            logit[0] = new float[B]; logit[1] = new float[B]; dx[0] = new float[B]; dx[1] = new float[B]; dh = new float[B];
            for (int k = 0; k < K; k++) {
                int o = k * per;
                fill(o, w, 2, rnd, bad); bias(o + 2 * w, w, 2, rnd, bad);
                for (int j = 0; j < w; j++) { p[o + 3 * w + j] = bad && s.bnsame ? (float) (s.sigma * rnd.nextGaussian()) : 1; p[o + 4 * w + j] = bad && s.bnsame ? (float) (s.sigma * rnd.nextGaussian()) : 0; }
                fill(o + 5 * w, 2, w, rnd, bad); bias(o + 7 * w, 2, w, rnd, bad);
            }
            switch (s.cls) {
                case "identity" -> cw = new float[] {1, 0, 0, 1, 0, 0};
                case "signed" -> cw = new float[] {1, 0, -1, 0, 0, 0};
                case "random" -> { cw = new float[6]; double b = 1 / Math.sqrt(2); for (int i = 0; i < 6; i++) cw[i] = (float) ((2 * rnd.nextDouble() - 1) * b); }
                case "normal" -> { cw = new float[6]; for (int i = 0; i < 4; i++) cw[i] = (float) rnd.nextGaussian(); }
                default -> throw new IllegalArgumentException(s.cls);
            }
            for (int i = 0; i < 6; i++) cw[i] *= (float) s.clsgain;
        }
        void fill(int o, int out, int in, Random rnd, boolean bad) {
            String init = bad ? "normal" : s.init; double gain = bad ? s.sigma : s.gain;
            int n = out * in;
            switch (init) {
                case "default" -> { double b = 1 / Math.sqrt(in); for (int i = 0; i < n; i++) p[o + i] = (float) (gain * b * (2 * rnd.nextDouble() - 1)); }
                case "normal" -> { for (int i = 0; i < n; i++) p[o + i] = (float) (gain * rnd.nextGaussian()); }
                case "kaiming" -> { double sd = gain * Math.sqrt(2.0 / in); for (int i = 0; i < n; i++) p[o + i] = (float) (sd * rnd.nextGaussian()); }
                case "xavier" -> { double b = gain * Math.sqrt(6.0 / (in + out)); for (int i = 0; i < n; i++) p[o + i] = (float) (b * (2 * rnd.nextDouble() - 1)); }
                case "orthogonal" -> {
                    // two orthonormal vectors of length max
                    int len = Math.max(in, out); double[] a = new double[len], b = new double[len]; double na = 0, ab = 0, nb = 0;
                    for (int i = 0; i < len; i++) { a[i] = rnd.nextGaussian(); b[i] = rnd.nextGaussian(); na += a[i] * a[i]; }
                    na = Math.sqrt(na); for (int i = 0; i < len; i++) { a[i] /= na; ab += a[i] * b[i]; }
                    for (int i = 0; i < len; i++) { b[i] -= ab * a[i]; nb += b[i] * b[i]; } nb = Math.sqrt(nb);
                    for (int i = 0; i < len; i++) b[i] /= nb;
                    for (int q = 0; q < out; q++) for (int z = 0; z < in; z++)
                        p[o + q * in + z] = (float) (gain * (in == 2 ? (z == 0 ? a[q] : b[q]) : (q == 0 ? a[z] : b[z])));
                }
                default -> throw new IllegalArgumentException(init);
            }
        }
        void bias(int o, int n, int in, Random rnd, boolean bad) {
            String b = s.bias;
            if (b.equals("zero")) return;
            if (b.equals("same") && bad) { for (int i = 0; i < n; i++) p[o + i] = (float) (s.sigma * rnd.nextGaussian()); return; }
            double u = 1 / Math.sqrt(in); for (int i = 0; i < n; i++) p[o + i] = (float) (u * (2 * rnd.nextDouble() - 1));
        }
        void forward(float[][] in, int n, boolean train) {
            System.arraycopy(in[0], 0, x[0][0], 0, n); System.arraycopy(in[1], 0, x[0][1], 0, n);
            for (int k = 0; k < K; k++) {
                int o = k * per; float[] x0 = x[k][0], x1 = x[k][1];
                for (int j = 0; j < w; j++) {
                    float[] h = xh[k][j], rr = r[k][j];
                    if (bypass) { float[] src = j % 2 == 0 ? x0 : x1; for (int i = 0; i < n; i++) rr[i] = Math.max(src[i], 0f); continue; }
                    lin(h, x0, x1, p[o + 2 * j], p[o + 2 * j + 1], p[o + 2 * w + j], n);
                    if (bn) {
                        float ga = p[o + 3 * w + j], be = p[o + 4 * w + j];
                        float mu, is; int q = k * w + j;
                        if (train) {
                            double sum = 0, sq = 0; for (int i = 0; i < n; i++) sum += h[i];
                            double mean = sum / n; for (int i = 0; i < n; i++) { double d = h[i] - mean; sq += d * d; }
                            mu = (float) mean; double var = sq / n; is = (float) (1 / Math.sqrt(var + 1e-5));
                            rm[q] = 0.9f * rm[q] + 0.1f * mu; rv[q] = (float) (0.9f * rv[q] + 0.1f * (sq / (n - 1)));
                        } else { mu = rm[q]; is = (float) (1 / Math.sqrt(rv[q] + 1e-5)); }
                        inv[k][j] = is;
                        for (int i = 0; i < n; i++) h[i] = (h[i] - mu) * is;
                        for (int i = 0; i < n; i++) rr[i] = Math.max(ga * h[i] + be, 0f);
                    } else for (int i = 0; i < n; i++) rr[i] = Math.max(h[i], 0f);
                }
                for (int c = 0; c < 2; c++) {
                    float[] to = x[k + 1][c], from = x[k][c]; float b2 = p[o + 7 * w + c];
                    for (int i = 0; i < n; i++) to[i] = from[i] + b2;
                    for (int j = 0; j < w; j++) axpy(to, r[k][j], p[o + 5 * w + c * w + j], n);
                }
            }
            lin(logit[0], x[K][0], x[K][1], cw[0], cw[1], cw[4], n);
            lin(logit[1], x[K][0], x[K][1], cw[2], cw[3], cw[5], n);
        }
        static void lin(float[] h, float[] a, float[] b, float wa, float wb, float c, int n) { for (int i = 0; i < n; i++) h[i] = wa * a[i] + wb * b[i] + c; }
        static void axpy(float[] to, float[] a, float wa, int n) { for (int i = 0; i < n; i++) to[i] += wa * a[i]; }
        static float dot(float[] a, float[] b, int n) {
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0; int i = 0;
            for (; i + 3 < n; i += 4) { s0 += a[i] * b[i]; s1 += a[i + 1] * b[i + 1]; s2 += a[i + 2] * b[i + 2]; s3 += a[i + 3] * b[i + 3]; }
            for (; i < n; i++) s0 += a[i] * b[i]; return s0 + s1 + s2 + s3;
        }
        static float sum(float[] a, int n) {
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0; int i = 0;
            for (; i + 3 < n; i += 4) { s0 += a[i]; s1 += a[i + 1]; s2 += a[i + 2]; s3 += a[i + 3]; }
            for (; i < n; i++) s0 += a[i]; return s0 + s1 + s2 + s3;
        }
        double step(float[][] in, int[] y, int n) {
            forward(in, n, true);
            double loss = 0;
            for (int i = 0; i < n; i++) {
                double d = (double) logit[1][i] - logit[0][i]; // p1 = sigmoid(d)
                double p1 = 1 / (1 + Math.exp(-d));
                double e = p1 - y[i]; double z = y[i] == 1 ? -d : d;
                loss += z > 30 ? z : Math.log1p(Math.exp(z));
                float g1 = (float) (e / n);
                dx[0][i] = g1 * (cw[2] - cw[0]); dx[1][i] = g1 * (cw[3] - cw[1]);
            }
            if (Double.isNaN(loss)) return loss;
            for (int k = K - 1; k >= 0; k--) {
                int o = k * per; float[] x0 = x[k][0], x1 = x[k][1];
                g[o + 7 * w] = sum(dx[0], n); g[o + 7 * w + 1] = sum(dx[1], n);
                for (int j = 0; j < w; j++) {
                    g[o + 5 * w + j] = dot(dx[0], r[k][j], n); g[o + 5 * w + w + j] = dot(dx[1], r[k][j], n);
                }
                float[] a0 = new float[n], a1 = new float[n];
                for (int j = 0; j < w; j++) {
                    float w0 = p[o + 5 * w + j], w1 = p[o + 5 * w + w + j]; float[] rr = r[k][j], h = xh[k][j];
                    for (int i = 0; i < n; i++) { float q = w0 * dx[0][i] + w1 * dx[1][i]; dh[i] = rr[i] > 0f ? q : 0f; }
                    if (bypass) { axpy(j % 2 == 0 ? a0 : a1, dh, 1f, n); continue; }
                    if (bn) {
                        float ga = p[o + 3 * w + j]; float sd = sum(dh, n), sdh = dot(dh, h, n);
                        g[o + 3 * w + j] = sdh; g[o + 4 * w + j] = sd;
                        float f = ga * inv[k][j]; float a = sd / n, b = sdh / n;
                        for (int i = 0; i < n; i++) dh[i] = f * (dh[i] - a - h[i] * b);
                    }
                    g[o + 2 * j] = dot(dh, x0, n); g[o + 2 * j + 1] = dot(dh, x1, n); g[o + 2 * w + j] = sum(dh, n);
                    axpy(a0, dh, p[o + 2 * j], n); axpy(a1, dh, p[o + 2 * j + 1], n);
                }
                axpy(dx[0], a0, 1f, n); axpy(dx[1], a1, 1f, n);
            }
            t++;
            float lr = (float) s.lr, wd = (float) s.wd;
            if (s.opt.equals("sgd")) {
                float mo = (float) s.mom;
                for (int i = 0; i < p.length; i++) { m[i] = mo * m[i] + g[i] + wd * p[i]; p[i] -= lr * m[i]; }
            } else {
                double c1 = 1 - Math.pow(0.9, t), c2 = 1 - Math.pow(0.999, t); float step = (float) (s.lr / c1), rc = (float) (1 / Math.sqrt(c2));
                for (int i = 0; i < p.length; i++) {
                    float gi = g[i] + wd * p[i];
                    m[i] = 0.9f * m[i] + 0.1f * gi; v[i] = 0.999f * v[i] + 0.001f * gi * gi;
                    p[i] -= step * m[i] / ((float) Math.sqrt(v[i]) * rc + 1e-8f);
                }
            }
            return loss / n;
        }
    }

    // args: file-of-settings seeds threads cells(comma)  -> CSV-ish lines
    public static void main(String[] a) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(a[0])); int seeds = Integer.parseInt(a[1]);
        ExecutorService ex = Executors.newFixedThreadPool(Integer.parseInt(a[2]));
        Set<String> names = new HashSet<>(Arrays.asList(a[3].split(",")));
        List<Cell> cells = Arrays.stream(a[3].split(",")).map(nm -> CELLS.stream().filter(c -> c.name.equals(nm)).findFirst().get()).toList();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            S s = S.of(line); long t0 = System.nanoTime();
            StringBuilder out = new StringBuilder(); int hit = 0, of = 0;
            int most = a.length > 4 ? Integer.parseInt(a[4]) : 99;
            for (Cell c : cells) {
                if (of - hit > most) { out.append(" " + c.name + " -"); continue; }
                List<Future<double[]>> fs = new ArrayList<>();
                for (int i = 0; i < seeds; i++) { int seed = i + (a.length > 5 ? Integer.parseInt(a[5]) : 0); fs.add(ex.submit(() -> run(s, c, seed))); }
                double[] v = new double[seeds]; double best = 0; int div = 0;
                for (int i = 0; i < seeds; i++) { double[] q = fs.get(i).get(); v[i] = q[0]; best += q[1] / seeds; div += (int) q[2]; }
                double mean = Arrays.stream(v).average().orElse(0), sd = 0; for (double q : v) sd += (q - mean) * (q - mean); sd = Math.sqrt(sd / (seeds - 1));
                double half = 1.984 * sd / 10;
                boolean ok = mean - half <= c.high && mean + half >= c.low; of++; if (ok) hit++;
                out.append(String.format(Locale.ROOT, " %s %.1f±%.1f(%.1f)%s%s", c.name, mean, half, best, div > 0 ? "!" + div : "", ok ? "*" : ""));
            }
            synchronized (System.out) {System.out.printf(Locale.ROOT, "%d/%d %s |%s | %.1fs%n", hit, of, line, out, (System.nanoTime() - t0) * 1e-9);}
        }
        ex.shutdown();
    }
}
