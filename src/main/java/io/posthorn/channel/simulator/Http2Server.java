package io.posthorn.channel.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HTTP/2 door of a simulated provider, on a free loopback port; each request on a virtual
/// thread of its own.
final class Http2Server implements AutoCloseable {
    private static final EventLoopGroup LOOPS = // of all, for as long as we run
            new NioEventLoopGroup(1, new DefaultThreadFactory("simulated http2", true));

    private final SslContext tls;
    private final Handler handler;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable Channel listener;

    /// Answers requests; empty: the connection is cut without an answer.
    @FunctionalInterface
    interface Handler {
        Optional<WebServer.Answer> answer(Http2Headers headers, String body)
                throws InterruptedException;
    }

    Http2Server(SslContext tls, Handler handler) {
        this.tls = tls;
        this.handler = handler;
    }

    /// Listens from now on; does nothing when it does already.
    synchronized void start() {
        if (listener == null) {
            listener =
                    new ServerBootstrap()
                            .group(LOOPS)
                            .channel(NioServerSocketChannel.class)
                            .childHandler(new Connection())
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .syncUninterruptibly()
                            .channel();
        }
    }

    /// Where it listens, once started.
    synchronized int port() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private final class Connection extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel connection) {
            open.add(connection);
            connection
                    .pipeline()
                    .addLast(tls.newHandler(connection.alloc()))
                    .addLast(Http2FrameCodecBuilder.forServer().build())
                    .addLast(
                            new Http2MultiplexHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline().addLast(new Exchange());
                                        }
                                    }));
        }
    }

    /// One request and its answer.
    private final class Exchange extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final ByteBuf body = Unpooled.buffer();
        private Http2Headers headers = new DefaultHttp2Headers();

        @Override
        protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame head) {
                headers = head.headers();
                answerAfter(head.isEndStream(), stream);
            } else if (frame instanceof Http2DataFrame data) {
                body.writeBytes(data.content());
                answerAfter(data.isEndStream(), stream);
            }
        }

        private void answerAfter(boolean last, ChannelHandlerContext stream) {
            if (last) {
                Thread.ofVirtual().name("simulated http2").start(() -> answer(stream));
            }
        }

        private void answer(ChannelHandlerContext stream) {
            try {
                handler.answer(headers, body.toString(StandardCharsets.UTF_8))
                        .ifPresentOrElse(answer -> write(answer, stream), () -> cut(stream));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void cut(ChannelHandlerContext stream) {
            var _ = stream.channel().parent().close();
        }

        private static void write(WebServer.Answer answer, ChannelHandlerContext stream) {
            Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(answer.status()));
            answer.headers().forEach(head::add);
            boolean bare = answer.json().isEmpty();
            var _ = stream.write(new DefaultHttp2HeadersFrame(head, bare)); // or nobody is there
            if (!bare) {
                ByteBuf json = Unpooled.copiedBuffer(answer.json(), StandardCharsets.UTF_8);
                var _ = stream.write(new DefaultHttp2DataFrame(json, answer.withheld() == 0));
            }
            stream.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
            open.close().syncUninterruptibly();
            listener = null;
        }
    }
}
