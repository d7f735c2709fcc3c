package org.leastaction.bench.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Messages;

/** Downloads the files of a data set. A file appears only when it is complete and its checksum is correct. */
public final class Download {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PublishedFiles files;
    private final Path folder;

    /** @param folder where the files are saved; created if missing */
    public Download(PublishedFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /** Receives the progress of a download. */
    @FunctionalInterface
    public interface Listener {
        /** @param total size of the file in bytes; −1 if the host does not report it */
        void received(PublishedFile file, long bytes, long total);
    }

    /** The outcome for one file. */
    public enum Outcome {
        FETCHED,
        /** It existed with the correct checksum. */
        PRESENT
    }

    /**
     * Downloads one file unless it exists.
     *
     * @throws DownloadException if it cannot be downloaded completely, or its checksum is wrong
     * @throws IOException       if it cannot be written
     */
    public Outcome fetch(PublishedFile file, Listener listener) throws IOException {
        Path target = folder.resolve(file.packedName());
        if (isRight(file, target)) {
            return Outcome.PRESENT;
        }
        URI address = files.base().resolve(file.packedName());
        HttpURLConnection connection = open(address, file);
        try (InputStream in = connection.getInputStream()) {
            AtomicFiles.write(target, out -> copy(in, out, file, connection.getContentLengthLong(), listener));
        } finally {
            connection.disconnect();
        }
        return Outcome.FETCHED;
    }

    private static boolean isRight(PublishedFile file, Path target) throws IOException {
        if (!Files.isRegularFile(target)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(target)) {
            return Checksum.of(file.packed().algorithm(), in).equals(file.packed());
        }
    }

    private HttpURLConnection open(URI address, PublishedFile file) throws IOException {
        try {
            URLConnection opened = address.toURL().openConnection();
            if (!(opened instanceof HttpURLConnection connection)) {
                throw failure(file, "its address " + address + " is not one of the web", Optional.empty());
            }
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                connection.disconnect();
                throw failure(file, "it answered with status " + status, Optional.empty());
            }
            return connection;
        } catch (DownloadException sentence) {
            throw sentence;
        } catch (IOException | IllegalArgumentException failure) {
            throw failure(file, reason(failure), Optional.of(failure));
        }
    }

    private void copy(InputStream in, OutputStream out, PublishedFile file, long total, Listener listener)
            throws IOException {
        MessageDigest digest = file.packed().algorithm().digest();
        byte[] chunk = new byte[1 << 16];
        long received = 0;
        for (int read = read(in, chunk, file); read >= 0; read = read(in, chunk, file)) {
            out.write(chunk, 0, read);
            digest.update(chunk, 0, read);
            received += read;
            listener.received(file, received, total);
        }
        if (total >= 0 && received < total) {
            throw failure(file, "it broke off after " + received + " of " + total + " bytes", Optional.empty());
        }
        Checksum found = Checksum.of(file.packed().algorithm(), digest);
        if (!found.equals(file.packed())) {
            throw failure(file, "what came has " + found + " instead of " + file.packed(), Optional.empty());
        }
    }

    /** Reads a chunk. A failure here is one of the connection, and is reported differently from a failure to write. */
    private int read(InputStream in, byte[] chunk, PublishedFile file) throws DownloadException {
        try {
            return in.read(chunk);
        } catch (IOException failure) {
            throw failure(file, reason(failure), Optional.of(failure));
        }
    }

    private DownloadException failure(PublishedFile file, String reason, Optional<Exception> cause) {
        String host = Optional.ofNullable(files.base().getHost()).orElse(files.base().toString());
        return new DownloadException("cannot download " + file.packedName() + " from " + host + ": " + reason
                + "; by hand: put " + files.names() + " from " + files.base() + " into " + folder, cause.orElse(null));
    }

    private static String reason(Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "the host cannot be found from this network";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "no connection (" + Messages.of(failure) + ")";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return "it broke off (" + Messages.of(failure) + ")";
    }

    /** A failed download; the message is one sentence with the host, the reason and the manual alternative. */
    public static final class DownloadException extends IOException {

        private static final long serialVersionUID = 1L;

        DownloadException(String sentence, @Nullable Throwable cause) {
            super(sentence, cause);
        }
    }
}
