package org.leastaction.bench.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Small files in the forms of CIFAR. */
final class CifarFiles {

    private CifarFiles() {}

    /** The value of a pixel of image i: so that no two rows, columns or channels are alike. */
    static int pixel(int image, int y, int x, int channel) {
        return (31 * image + 7 * y + 3 * x + 80 * channel) % 256;
    }

    /** Records of images {@code first} to {@code first + n − 1}; image i is of class i mod {@code classes}. */
    static byte[] records(int first, int n, int classes, int labelBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = first; i < first + n; i++) {
            if (labelBytes == 2) {
                out.write(19);
            }
            out.write(i % classes);
            for (int channel = 0; channel < 3; channel++) {
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        out.write(pixel(i, y, x, channel));
                    }
                }
            }
        }
        return out.toByteArray();
    }

    /** CIFAR-10 unpacked: 4 images a training file, 6 test images from number 20 on. */
    static void writeTen(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int file = 1; file <= 5; file++) {
            Files.write(folder.resolve("data_batch_" + file + ".bin"), records(4 * (file - 1), 4, 10, 1));
        }
        Files.write(folder.resolve("test_batch.bin"), records(20, 6, 10, 1));
    }

    /** A gzipped tar archive of these members. */
    static byte[] tarGz(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                byte[] content = member.getValue();
                byte[] header = new byte[512];
                byte[] name = member.getKey().getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(name, 0, header, 0, name.length);
                byte[] size = String.format(Locale.ROOT, "%011o", content.length).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(size, 0, header, 124, size.length);
                out.write(header);
                out.write(content);
                out.write(new byte[(512 - content.length % 512) % 512]);
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    /** Image i as a file, of 3 channels or of 1 (the first). */
    static void image(Path file, int i, int side, int channels) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(
                side, side, channels == 3 ? BufferedImage.TYPE_3BYTE_BGR
                        : channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_4BYTE_ABGR);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < channels; c++) {
                    image.getRaster().setSample(x, y, c, pixel(i, y, x, c));
                }
            }
        }
        String name = file.getFileName().toString();
        String format = name.substring(name.lastIndexOf('.') + 1);
        if (!ImageIO.write(image, format, file.toFile())) {
            throw new IOException("no writer for " + format);
        }
    }
}
