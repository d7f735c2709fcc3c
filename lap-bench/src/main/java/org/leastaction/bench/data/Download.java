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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Messages;

/**
 * Downloads the files of a data set. A file appears only when it is complete and its checksum is correct. An
 * interrupted download keeps the bytes so far in a file NAME.part, and the next one continues there.
 *
 * <p>The published size is a bound: a host that sends more, or announces another size, is refused. A host may redirect,
 * but not from https to http.
 */
public final class Download {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEAST_TIME = Duration.ofMinutes(2);
    /** Mean bytes per second below which a download is abandoned. */
    private static final long LEAST_SPEED = 1 << 14;
    private static final int REDIRECTIONS = 5;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final PublishedFiles files;
    private final Path folder;
    private final Duration patience;
    private final Duration leastTime;

    /** @param folder where the files are saved; created if missing */
    public Download(PublishedFiles files, Path folder) {
        this(files, folder, PATIENCE, LEAST_TIME);
    }

    /**
     * @param patience  maximum wait for the next bytes
     * @param leastTime time that any download may take; large ones may take longer
     */
    Download(PublishedFiles files, Path folder, Duration patience, Duration leastTime) {
        this.files = files;
        this.folder = folder;
        this.patience = patience;
        this.leastTime = leastTime;
    }

    /** Receives the progress of a download. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param bytes bytes so far, including those of an earlier download
         * @param total size of the file in bytes
         */
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
        Path partial = folder.resolve(file.packedName() + ".part");
        if (isRight(file, target)) {
            Files.deleteIfExists(partial);
            return Outcome.PRESENT;
        }
        boolean isNew = !Files.exists(folder);
        long before = Files.isRegularFile(partial) ? Files.size(partial) : 0;
        if (before > file.size()) {
            before = 0;
        }
        try {
            if (before < file.size()) {
                AtomicFiles.append(partial, before, out -> {}); // checked before the host is contacted
                fetch(file, partial, before, listener);
            }
            if (!isRight(file, partial)) {
                Checksum found = sum(partial);
                Files.deleteIfExists(partial);
                throw failure(file, "what came has " + found + " instead of " + file.packed(), null);
            }
            AtomicFiles.complete(partial, target);
        } finally {
            removeIfEmpty(partial, isNew);
        }
        return Outcome.FETCHED;
    }

    private void fetch(PublishedFile file, Path partial, long before, Listener listener) throws IOException {
        HttpURLConnection connection = open(file, before);
        try (InputStream in = connection.getInputStream()) {
            boolean continues = connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
            long kept = continues ? before : 0;
            checkAnnounced(connection, file, kept);
            try {
                AtomicFiles.append(partial, kept, out -> copy(in, out, file, kept, listener));
            } catch (TooLongException tooLong) {
                Files.deleteIfExists(partial);
                throw failure(file, "it sends more than the " + bytes(file.size()) + " of the published file", null);
            }
        } finally {
            connection.disconnect();
        }
    }

    /** Deletes an empty partial file, which has nothing to continue, and a new folder that stayed empty. */
    private void removeIfEmpty(Path partial, boolean isNew) throws IOException {
        if (Files.isRegularFile(partial) && Files.size(partial) == 0) {
            Files.delete(partial);
        }
        if (isNew && Files.isDirectory(folder)) {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException holdsWhatCame) {
                // it stays
            }
        }
    }

    private static boolean isRight(PublishedFile file, Path target) throws IOException {
        return Files.isRegularFile(target) && Files.size(target) == file.size() && sum(target).equals(file.packed());
    }

    private static Checksum sum(Path target) throws IOException {
        try (InputStream in = Files.newInputStream(target)) {
            return Checksum.of(in);
        }
    }

    private HttpURLConnection open(PublishedFile file, long before) throws IOException {
        URI address = files.base().resolve(file.packedName());
        long from = before;
        for (int step = 0; step <= REDIRECTIONS; step++) {
            HttpURLConnection connection = connect(address, file, from);
            int status = status(connection, file);
            if (status == HttpURLConnection.HTTP_OK || (from > 0 && isContinued(connection, from, file))) {
                return connection;
            }
            String location = connection.getHeaderField("Location");
            connection.disconnect();
            if (from > 0 && (status == RANGE_NOT_SATISFIABLE || status == HttpURLConnection.HTTP_PARTIAL)) {
                from = 0; // the host does not have this range: start again
            } else if (status / 100 == 3 && location != null) {
                address = redirected(address, location, file);
            } else {
                throw failure(file, "it answered with status " + status, null);
            }
        }
        throw failure(file, "it redirects more than " + REDIRECTIONS + " times", null);
    }

    private HttpURLConnection connect(URI address, PublishedFile file, long from) throws DownloadException {
        try {
            URLConnection opened = address.toURL().openConnection();
            if (!(opened instanceof HttpURLConnection connection)) {
                throw failure(file, "its address " + address + " is not one of the web", null);
            }
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            if (from > 0) {
                connection.setRequestProperty("Range", "bytes=" + from + "-");
            }
            return connection;
        } catch (DownloadException sentence) {
            throw sentence;
        } catch (IOException | IllegalArgumentException failure) {
            throw failure(file, reason(failure), failure);
        }
    }

    private int status(HttpURLConnection connection, PublishedFile file) throws DownloadException {
        try {
            return connection.getResponseCode();
        } catch (IOException failure) {
            throw failure(file, reason(failure), failure);
        }
    }

    /** Whether the host states that it sends the rest of the file from this byte on. */
    private boolean isContinued(HttpURLConnection connection, long from, PublishedFile file) throws DownloadException {
        return status(connection, file) == HttpURLConnection.HTTP_PARTIAL
                && ("bytes " + from + "-" + (file.size() - 1) + "/" + file.size())
                        .equals(String.valueOf(connection.getHeaderField("Content-Range")).strip());
    }

    /**
     * The address to which a host redirects.
     *
     * @throws DownloadException if it is not http or https, or not encrypted although the first one is
     */
    URI redirected(URI address, String location, PublishedFile file) throws DownloadException {
        URI next;
        try {
            next = address.resolve(location);
        } catch (IllegalArgumentException malformed) {
            throw failure(file, "it redirects to no address", malformed);
        }
        String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
        boolean isAllowed =
                scheme.equals("https") || (scheme.equals("http") && "http".equalsIgnoreCase(address.getScheme()));
        if (!isAllowed) {
            throw failure(file, "it redirects to " + next + ", which is not an address with https", null);
        }
        return next;
    }

    private void checkAnnounced(HttpURLConnection connection, PublishedFile file, long kept) throws DownloadException {
        long announced = connection.getContentLengthLong();
        if (announced >= 0 && announced != file.size() - kept) {
            throw failure(file, "it announces " + bytes(kept + announced) + ", and the published file has "
                    + bytes(file.size()), null);
        }
    }

    private void copy(InputStream in, OutputStream out, PublishedFile file, long kept, Listener listener)
            throws IOException {
        Duration allowed = leastTime.plusSeconds(file.size() / LEAST_SPEED);
        long start = System.nanoTime();
        byte[] chunk = new byte[1 << 16];
        long received = kept;
        for (int read = read(in, chunk, file, received); read >= 0; read = read(in, chunk, file, received)) {
            if (read > file.size() - received) {
                throw new TooLongException();
            }
            out.write(chunk, 0, read);
            received += read;
            listener.received(file, received, file.size());
            if (received < file.size() && System.nanoTime() - start > allowed.toNanos()) {
                throw brokenOff(file, "it takes more than " + allowed.toSeconds() + " s", received, null);
            }
        }
        if (received < file.size()) {
            throw brokenOff(file, "it broke off", received, null);
        }
    }

    /** The host sends more bytes than were published. */
    private static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** Reads a chunk. A failure here is one of the connection, and is reported differently from a failure to write. */
    private int read(InputStream in, byte[] chunk, PublishedFile file, long received) throws DownloadException {
        try {
            return in.read(chunk);
        } catch (IOException failure) {
            throw brokenOff(file, reason(failure), received, failure);
        }
    }

    private DownloadException brokenOff(PublishedFile file, String reason, long received, @Nullable Exception cause) {
        return failure(file, reason + (received == 0 ? "" : " after " + received + " of " + bytes(file.size())
                + ", which are kept: the same command continues"), cause);
    }

    private DownloadException failure(PublishedFile file, String reason, @Nullable Exception cause) {
        String host = Optional.ofNullable(files.base().getHost()).orElse(files.base().toString());
        return new DownloadException("cannot download " + file.packedName() + " from " + host + ": " + reason
                + "; by hand: put " + files.names() + " from " + files.base() + " into " + folder, cause);
    }

    private static String bytes(long number) {
        return number + " bytes";
    }

    private String reason(Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "the host cannot be found from this network";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "no connection (" + Messages.of(failure) + ")";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no answer within " + patience.toSeconds() + " s";
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
