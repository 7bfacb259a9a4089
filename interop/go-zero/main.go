// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

// Command peer is the go-zero service that stands in front of the sample and behind it. All tracing is go-zero's
// own, and its Telemetry block is the file that the sample reads too.
//
// It is told by its environment what to be. On HTTP_PORT, GET /front asks NEXT, GET /users asks the service
// courseware.v1.Users at USERS, and GET /db answers like the end of the sample's chain. On GRPC_PORT it serves
// courseware.v1.Users itself, by asking USERS if there is one.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"

	"github.com/zeromicro/go-zero/core/conf"
	"github.com/zeromicro/go-zero/core/service"
	"github.com/zeromicro/go-zero/core/trace"
	"github.com/zeromicro/go-zero/rest"
	"github.com/zeromicro/go-zero/rest/httpc"
	"github.com/zeromicro/go-zero/zrpc"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Milliseconds, because the other side may be a JVM that does everything for the first time.
const timeout = 20_000

func main() {
	var block struct{ Telemetry trace.Config }
	conf.MustLoad(os.Args[1], &block, conf.UseEnv())
	group := service.NewServiceGroup()
	defer group.Stop()
	next := usersClient()
	group.Add(httpServer(block.Telemetry, next))
	group.Add(grpcServer(block.Telemetry, next))
	group.Start()
}

func httpServer(telemetry trace.Config, next grpc.ClientConnInterface) service.Service {
	var c rest.RestConf
	must(conf.FillDefault(&c))
	c.Name, c.Telemetry = telemetry.Name, telemetry
	c.Host, c.Timeout = "127.0.0.1", timeout
	c.CpuThreshold = 0 // would refuse requests while the machine is busy
	port, err := strconv.Atoi(os.Getenv("HTTP_PORT"))
	must(err)
	c.Port = port
	server := rest.MustNewServer(c)
	server.AddRoutes([]rest.Route{
		{Method: http.MethodGet, Path: "/front", Handler: front},
		{Method: http.MethodGet, Path: "/users", Handler: users(next)},
		{Method: http.MethodGet, Path: "/db", Handler: db},
	})
	return server
}

func front(w http.ResponseWriter, r *http.Request) {
	answer, err := httpc.Do(r.Context(), http.MethodGet, os.Getenv("NEXT"), nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	w.Header().Set("X-Trace-Id", trace.TraceIDFromContext(r.Context()))
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

func users(next grpc.ClientConnInterface) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := next.Invoke(r.Context(), getUser, new(emptypb.Empty), new(emptypb.Empty)); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		_, _ = fmt.Fprint(w, "a user")
	}
}

func db(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprint(w, "db of go-zero")
}

func grpcServer(telemetry trace.Config, next grpc.ClientConnInterface) service.Service {
	var c zrpc.RpcServerConf
	must(conf.FillDefault(&c))
	c.Name, c.Telemetry = telemetry.Name, telemetry
	c.ListenOn, c.Timeout, c.CpuThreshold = "127.0.0.1:"+os.Getenv("GRPC_PORT"), timeout, 0
	return zrpc.MustNewServer(c, func(registrar *grpc.Server) {
		registrar.RegisterService(&usersService, next)
	})
}

func usersClient() grpc.ClientConnInterface {
	if os.Getenv("USERS") == "" {
		return nil
	}
	var c zrpc.RpcClientConf
	must(conf.FillDefault(&c))
	c.Target, c.Timeout = os.Getenv("USERS"), timeout
	return zrpc.MustNewClient(c).Conn()
}

const getUser = "/courseware.v1.Users/GetUser"

// As generated code would describe it, for messages that are passed on unread: what an empty message does not know, it
// keeps.
var usersService = grpc.ServiceDesc{
	ServiceName: "courseware.v1.Users",
	HandlerType: (*grpc.ClientConnInterface)(nil),
	Methods: []grpc.MethodDesc{{
		MethodName: "GetUser",
		Handler: func(next any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
			request := new(emptypb.Empty)
			if err := decode(request); err != nil {
				return nil, err
			}
			info := &grpc.UnaryServerInfo{Server: next, FullMethod: getUser}
			return interceptor(ctx, request, info, func(ctx context.Context, request any) (any, error) {
				answer := new(emptypb.Empty)
				if next == nil {
					return answer, nil
				}
				return answer, next.(grpc.ClientConnInterface).Invoke(ctx, getUser, request, answer)
			})
		},
	}},
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
